// Platform: all contents of all creators together.

import { parts } from "../parts.js";
import { html } from "../vendor/lit-3.3.3.js";

await parts("breakdown", "creators", "figures", "heatmap", "map", "series");

/** @type {Page} */
export const page = {
  title: "Platform",
  ranged: true,
  render: ({ range, tz, definition, traffic, compare, metric }) =>
    html`<viewpulse-figures label="Main numbers" range=${range} timezone=${tz} definition=${definition} traffic=${traffic} ?compare=${compare}></viewpulse-figures>
      <viewpulse-series label="Over time" range=${range} timezone=${tz} definition=${definition} traffic=${traffic} metric=${metric} ?compare=${compare}></viewpulse-series>
      <viewpulse-creators class="half" label="Creators" range=${range} timezone=${tz} definition=${definition} traffic=${traffic}></viewpulse-creators>
      <viewpulse-breakdown class="half" label="Audience" by="COUNTRY" range=${range} timezone=${tz} definition=${definition} traffic=${traffic}></viewpulse-breakdown>
      <viewpulse-map label="Where it is viewed" range=${range} timezone=${tz} definition=${definition} traffic=${traffic}></viewpulse-map>
      <viewpulse-heatmap label="When it is viewed" range=${range} timezone=${tz} definition=${definition} traffic=${traffic}></viewpulse-heatmap>`,
};
