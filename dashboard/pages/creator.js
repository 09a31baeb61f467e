// Creator: all contents of a creator together, and each of them in a list.

import "../elements/breakdown.js";
import "../elements/contents.js";
import "../elements/figures.js";
import "../elements/heatmap.js";
import "../elements/map.js";
import "../elements/series.js";
import { html } from "../vendor/lit-3.3.3.js";

/** @type {Page} */
export const page = {
  title: "Creator",
  ranged: true,
  render: ({ creator: chosen, range, tz, definition, compare, metric }, { creator }) => {
    const id = chosen || (creator?.creatorId ?? "");
    if (!id) return html`<p class="soft">Choose a creator on the page Platform.</p>`;
    return html`<viewpulse-figures label="Main numbers" creator=${id} range=${range} timezone=${tz} definition=${definition} ?compare=${compare}></viewpulse-figures>
      <viewpulse-series label="Over time" creator=${id} range=${range} timezone=${tz} definition=${definition} metric=${metric} ?compare=${compare}></viewpulse-series>
      <viewpulse-contents label="Contents" creator=${id} range=${range} timezone=${tz} definition=${definition}></viewpulse-contents>
      <viewpulse-breakdown class="half" label="Where views come from" by="SOURCE" creator=${id} range=${range} timezone=${tz} definition=${definition}></viewpulse-breakdown>
      <viewpulse-breakdown class="half" label="Audience" by="COUNTRY" creator=${id} range=${range} timezone=${tz} definition=${definition}></viewpulse-breakdown>
      <viewpulse-map label="Where they are viewed" creator=${id} range=${range} timezone=${tz} definition=${definition}></viewpulse-map>
      <viewpulse-heatmap label="When they are viewed" creator=${id} range=${range} timezone=${tz} definition=${definition}></viewpulse-heatmap>`;
  },
};
