// Health: what arrives, whether it is counted in time, and what was refused.

import { parts } from "../parts.js";
import { html } from "../vendor/lit-3.3.3.js";

await parts("arrivals", "ingest", "rejected");

/** @type {Page} */
export const page = {
  title: "Health",
  ranged: false,
  render: ({ tz, definition, traffic }) =>
    html`<viewpulse-arrivals label="What arrives" timezone=${tz}></viewpulse-arrivals>
      <viewpulse-ingest label="Counting" timezone=${tz} definition=${definition} traffic=${traffic}></viewpulse-ingest>
      <viewpulse-rejected label="Events that were refused" timezone=${tz}></viewpulse-rejected>`,
};
