// Creator: all contents of a creator together, and each of them in a list.

import "../sharing.js";
import { parts } from "../parts.js";
import { html } from "../vendor/lit-3.3.3.js";

await parts("breakdown", "contents", "creators", "figures", "heatmap", "map", "series");

/** @type {Page} */
export const page = {
  title: "Creator",
  ranged: true,
  actions: ({ creator: chosen, range, tz, definition, metric, theme }, { creator }) => {
    const id = chosen || (creator?.creatorId ?? "");
    return id
      ? html`<viewpulse-sharing creator=${id} range=${range} timezone=${tz} definition=${definition} metric=${metric} theme=${theme}></viewpulse-sharing>`
      : "";
  },
  render: ({ creator: chosen, range, tz, definition, traffic, compare, metric, sources, audience, sort, search, after, before }, { creator }, subject) => {
    const id = chosen || (creator?.creatorId ?? "");
    if (!id) return html`<viewpulse-creators label="Creators" range=${range} timezone=${tz} definition=${definition} traffic=${traffic} sort=${sort} search=${search} after=${after} before=${before}></viewpulse-creators>`;
    if (subject === null) return html`<p class="trouble" role="status">There is no creator ${id}.</p>`;
    return html`<viewpulse-figures label="Main numbers" creator=${id} range=${range} timezone=${tz} definition=${definition} traffic=${traffic} ?compare=${compare}></viewpulse-figures>
      <viewpulse-series label="Over time" creator=${id} range=${range} timezone=${tz} definition=${definition} traffic=${traffic} metric=${metric} ?compare=${compare}></viewpulse-series>
      <viewpulse-contents label="Contents" creator=${id} range=${range} timezone=${tz} definition=${definition} traffic=${traffic} sort=${sort} search=${search} after=${after} before=${before}></viewpulse-contents>
      <viewpulse-breakdown class="half" name="sources" label="Where views come from" by=${sources} creator=${id} range=${range} timezone=${tz} definition=${definition} traffic=${traffic}></viewpulse-breakdown>
      <viewpulse-breakdown class="half" name="audience" label="Audience" by=${audience} creator=${id} range=${range} timezone=${tz} definition=${definition} traffic=${traffic}></viewpulse-breakdown>
      <viewpulse-map label="Where they are viewed" creator=${id} range=${range} timezone=${tz} definition=${definition} traffic=${traffic}></viewpulse-map>
      <viewpulse-heatmap label="When they are viewed" creator=${id} range=${range} timezone=${tz} definition=${definition} traffic=${traffic}></viewpulse-heatmap>`;
  },
};
