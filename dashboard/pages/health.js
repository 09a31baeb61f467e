// Health: whether events arrive and are counted in time, and which were refused.

import { parts } from "../parts.js";
import { html } from "../vendor/lit-3.3.3.js";

await parts("ingest", "rejected");

/** @type {Page} */
export const page = {
  title: "Health",
  ranged: false,
  render: ({ tz, definition }) =>
    html`<viewpulse-ingest label="Counting" timezone=${tz} definition=${definition}></viewpulse-ingest>
      <viewpulse-rejected label="Events that were refused" timezone=${tz} definition=${definition}></viewpulse-rejected>`,
};
