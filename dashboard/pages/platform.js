// Platform: all contents of all creators together.

import "../sharing.js";
import { parts } from "../parts.js";
import { html } from "../vendor/lit-3.3.3.js";

await parts("breakdown", "creators", "figures", "heatmap", "map", "series");

/** @type {Page} */
export const page = {
  title: "Platform",
  ranged: true,
  actions: ({ range, tz, definition, metric, theme }) =>
    html`<viewpulse-sharing range=${range} timezone=${tz} definition=${definition} metric=${metric} theme=${theme}></viewpulse-sharing>`,
  render: ({ range, tz, definition, traffic, compare, metric, audience, sort, search, after, before }) =>
    html`<viewpulse-figures label="Main numbers" range=${range} timezone=${tz} definition=${definition} traffic=${traffic} ?compare=${compare}></viewpulse-figures>
      <viewpulse-series label="Over time" range=${range} timezone=${tz} definition=${definition} traffic=${traffic} metric=${metric} ?compare=${compare}></viewpulse-series>
      <viewpulse-creators class="half" label="Creators" range=${range} timezone=${tz} definition=${definition} traffic=${traffic} sort=${sort} search=${search} after=${after} before=${before}></viewpulse-creators>
      <viewpulse-breakdown class="half" name="audience" label="Audience" by=${audience} range=${range} timezone=${tz} definition=${definition} traffic=${traffic}></viewpulse-breakdown>
      <viewpulse-map label="Where it is viewed" range=${range} timezone=${tz} definition=${definition} traffic=${traffic}></viewpulse-map>
      <viewpulse-heatmap label="When it is viewed" range=${range} timezone=${tz} definition=${definition} traffic=${traffic}></viewpulse-heatmap>`,
};
