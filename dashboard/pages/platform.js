// Platform: all contents of all creators together.

import "../elements/breakdown.js";
import "../elements/creators.js";
import "../elements/figures.js";
import "../elements/heatmap.js";
import "../elements/map.js";
import "../elements/series.js";
import { html } from "../vendor/lit-3.3.3.js";

/** @type {Page} */
export const page = {
  title: "Platform",
  ranged: true,
  render: ({ range, tz, definition, compare, metric }) =>
    html`<viewpulse-figures label="Main numbers" range=${range} timezone=${tz} definition=${definition} ?compare=${compare}></viewpulse-figures>
      <viewpulse-series label="Over time" range=${range} timezone=${tz} definition=${definition} metric=${metric} ?compare=${compare}></viewpulse-series>
      <viewpulse-creators class="half" label="Creators" range=${range} timezone=${tz} definition=${definition}></viewpulse-creators>
      <viewpulse-breakdown class="half" label="Audience" by="COUNTRY" range=${range} timezone=${tz} definition=${definition}></viewpulse-breakdown>
      <viewpulse-map label="Where it is viewed" range=${range} timezone=${tz} definition=${definition}></viewpulse-map>
      <viewpulse-heatmap label="When it is viewed" range=${range} timezone=${tz} definition=${definition}></viewpulse-heatmap>`,
};
