// Now: who is watching, the last hour, and what is viewed most.

import "../elements/live-counter.js";
import "../elements/series.js";
import { parts } from "../parts.js";
import { html } from "../vendor/lit-3.3.3.js";

void parts("top"); // who is watching is shown before it is there

/** @type {Page} */
export const page = {
  title: "Now",
  ranged: false,
  render: ({ tz, definition, metric }, { role, creator }) => {
    const subject = role === "ADMIN" ? "" : (creator?.creatorId ?? "");
    return html`<viewpulse-live-counter class="third" label="Watching now" creator=${subject} timezone=${tz} definition=${definition}></viewpulse-live-counter>
      <viewpulse-series
        class="two-thirds"
        label="Last hour, by minute"
        interval="MINUTE"
        creator=${subject}
        metric=${metric}
        timezone=${tz}
        definition=${definition}
      ></viewpulse-series>
      <viewpulse-top class="half" label="Most viewed in 24 hours" by="views" own=${subject} timezone=${tz} definition=${definition}></viewpulse-top>
      <viewpulse-top class="half" name="trending" label="Trending" by="trending" own=${subject} timezone=${tz} definition=${definition}></viewpulse-top>`;
  },
};
