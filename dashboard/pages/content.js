// Content: everything about one content.

import "../picker.js";
import "../sharing.js";
import { parts } from "../parts.js";
import { html } from "../vendor/lit-3.3.3.js";

await parts("breakdown", "contents", "figures", "heatmap", "map", "retention", "scores", "series");

const AUDIENCE = "COUNTRY CITY AGE_GROUP GENDER DEVICE PLATFORM OS NETWORK APP_VERSION";
const SOURCES = "SOURCE REFERRER CAMPAIGN";

/** @type {Page} */
export const page = {
  title: "Content",
  ranged: true,
  actions: ({ content, range, tz, definition, metric, theme }) =>
    content
      ? html`<viewpulse-sharing content=${content} range=${range} timezone=${tz} definition=${definition} metric=${metric} theme=${theme}></viewpulse-sharing>`
      : "",
  render: ({ content, range, tz, definition, traffic, compare, metric, sources, audience, sort, search, after, before }, { role, creator }, subject) => {
    const mine = role === "ADMIN" ? "" : (creator?.creatorId ?? "");
    const picker = html`<viewpulse-picker content=${content} creator=${mine} name=${subject ?? content}></viewpulse-picker>`;
    if (subject === null) return html`${picker}<p class="trouble" role="status">There is no content ${content}.</p>`;
    if (!content)
      return html`${picker}<viewpulse-contents
          label=${mine ? "Your contents" : "Contents"}
          creator=${mine}
          range=${range}
          timezone=${tz}
          definition=${definition}
          traffic=${traffic}
          sort=${sort}
          search=${search}
          after=${after}
          before=${before}
        ></viewpulse-contents>`;
    return html`${picker}
      <viewpulse-figures label="Main numbers" content=${content} range=${range} timezone=${tz} definition=${definition} traffic=${traffic} ?compare=${compare}></viewpulse-figures>
      <viewpulse-series label="Over time" content=${content} range=${range} timezone=${tz} definition=${definition} traffic=${traffic} metric=${metric} ?compare=${compare}></viewpulse-series>
      <viewpulse-retention class="two-thirds" label="Retention" content=${content} range=${range} timezone=${tz} definition=${definition} traffic=${traffic}></viewpulse-retention>
      <viewpulse-scores class="third" label="Scores" content=${content} range=${range} timezone=${tz} definition=${definition} traffic=${traffic}></viewpulse-scores>
      <viewpulse-breakdown class="half" name="sources" label="Where views come from" by=${sources} dimensions=${SOURCES} content=${content} range=${range} timezone=${tz} definition=${definition} traffic=${traffic}></viewpulse-breakdown>
      <viewpulse-breakdown class="half" name="audience" label="Audience" by=${audience} dimensions=${AUDIENCE} content=${content} range=${range} timezone=${tz} definition=${definition} traffic=${traffic}></viewpulse-breakdown>
      <viewpulse-map label="Where it is viewed" content=${content} range=${range} timezone=${tz} definition=${definition} traffic=${traffic}></viewpulse-map>
      <viewpulse-heatmap label="When it is viewed" content=${content} range=${range} timezone=${tz} definition=${definition} traffic=${traffic}></viewpulse-heatmap>`;
  },
};
