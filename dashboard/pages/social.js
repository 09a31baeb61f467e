// Social: accounts on social networks, and what they publish.

import { parts } from "../parts.js";
import { html } from "../vendor/lit-3.3.3.js";

await parts("accounts", "posts");

/** @type {Page} */
export const page = {
  title: "Social",
  ranged: false,
  render: ({ workspace, account, tz }) =>
    html`<viewpulse-accounts label="Accounts" workspace=${workspace} account=${account} timezone=${tz}></viewpulse-accounts>
      <viewpulse-posts label="Newest posts" account=${account} timezone=${tz}></viewpulse-posts>`,
};
