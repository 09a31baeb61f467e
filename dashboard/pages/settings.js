// Settings: of an admin, the token, its project's write keys and consent; of an operator, the projects of the server.

import { parts } from "../parts.js";
import { html } from "../vendor/lit-3.3.3.js";

/** @type {Page} */
export const page = {
  title: "Settings",
  ranged: false,
  render: ({ tz, definition, traffic }, { role }) => {
    if (role === "OPERATOR") {
      void parts("projects");
      return html`<viewpulse-projects label="Projects" timezone=${tz} definition=${definition} traffic=${traffic}></viewpulse-projects>`;
    }
    void parts("consent", "keys", "token");
    return html`<viewpulse-keys label="Write keys" timezone=${tz}></viewpulse-keys>
      <viewpulse-token class="half" label="This token" timezone=${tz}></viewpulse-token>
      <viewpulse-consent class="half" label="Consent" timezone=${tz}></viewpulse-consent>`;
  },
};
