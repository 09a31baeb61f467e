// Now: who is watching, the last hour, and what is viewed most.

import "../elements/live-counter.js";
import "../elements/series.js";
import { parts } from "../parts.js";
import { html, nothing } from "../vendor/lit-3.3.3.js";

void parts("ticker", "top"); // who is watching is shown before it is there

/** @type {Page} */
export const page = {
  title: "Now",
  ranged: false,
  render: ({ tz, definition, traffic, metric }, { role, creator }) => {
    const subject = role === "ADMIN" ? "" : (creator?.creatorId ?? "");
    return html`<viewpulse-live-counter class="third" label="Watching now" creator=${subject} timezone=${tz} definition=${definition} traffic=${traffic}></viewpulse-live-counter>
      <viewpulse-series
        class="two-thirds"
        label="Last hour, by minute"
        interval="MINUTE"
        creator=${subject}
        metric=${metric}
        timezone=${tz}
        definition=${definition}
        traffic=${traffic}
      ></viewpulse-series>
      <viewpulse-top class="half" label="Most viewed in 24 hours" by="views" own=${subject} timezone=${tz} definition=${definition} traffic=${traffic}></viewpulse-top>
      <viewpulse-top class="half" name="trending" label="Trending" by="trending" own=${subject} timezone=${tz} definition=${definition} traffic=${traffic}></viewpulse-top>
      ${role === "ADMIN" ? html`<viewpulse-ticker label="What happens" timezone=${tz} traffic=${traffic}></viewpulse-ticker>` : nothing}`;
  },
};
