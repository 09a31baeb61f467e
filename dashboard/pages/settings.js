// Settings: the write keys of the project.

import { parts } from "../parts.js";
import { html } from "../vendor/lit-3.3.3.js";

await parts("keys");

/** @type {Page} */
export const page = {
  title: "Settings",
  ranged: false,
  render: ({ tz }) => html`<viewpulse-keys label="Write keys" timezone=${tz}></viewpulse-keys>`,
};
