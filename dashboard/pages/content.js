// Content: everything about one content.

import "../elements/breakdown.js";
import "../elements/figures.js";
import "../elements/heatmap.js";
import "../elements/map.js";
import "../elements/retention.js";
import "../elements/scores.js";
import "../elements/series.js";
import "../elements/top.js";
import "../picker.js";
import { html } from "../vendor/lit-3.3.3.js";

const AUDIENCE = "COUNTRY CITY AGE_GROUP GENDER DEVICE PLATFORM OS NETWORK APP_VERSION";
const SOURCES = "SOURCE REFERRER CAMPAIGN";

/** @type {Page} */
export const page = {
  title: "Content",
  ranged: true,
  render: ({ content, range, tz, definition, compare, metric }, { role, creator }) => {
    const mine = role === "ADMIN" ? "" : (creator?.creatorId ?? "");
    const picker = html`<viewpulse-picker content=${content} creator=${mine}></viewpulse-picker>`;
    if (!content) return html`${picker}<viewpulse-top label="Most viewed in 24 hours" by="views" timezone=${tz} definition=${definition}></viewpulse-top>`;
    return html`${picker}
      <viewpulse-figures label="Main numbers" content=${content} range=${range} timezone=${tz} definition=${definition} ?compare=${compare}></viewpulse-figures>
      <viewpulse-series label="Over time" content=${content} range=${range} timezone=${tz} definition=${definition} metric=${metric} ?compare=${compare}></viewpulse-series>
      <viewpulse-retention class="two-thirds" label="Retention" content=${content} range=${range} timezone=${tz} definition=${definition}></viewpulse-retention>
      <viewpulse-scores class="third" label="Scores" content=${content} range=${range} timezone=${tz} definition=${definition}></viewpulse-scores>
      <viewpulse-breakdown class="half" label="Where views come from" by="SOURCE" dimensions=${SOURCES} content=${content} range=${range} timezone=${tz} definition=${definition}></viewpulse-breakdown>
      <viewpulse-breakdown class="half" label="Audience" by="COUNTRY" dimensions=${AUDIENCE} content=${content} range=${range} timezone=${tz} definition=${definition}></viewpulse-breakdown>
      <viewpulse-map label="Where it is viewed" content=${content} range=${range} timezone=${tz} definition=${definition}></viewpulse-map>
      <viewpulse-heatmap label="When it is viewed" content=${content} range=${range} timezone=${tz} definition=${definition}></viewpulse-heatmap>`;
  },
};
