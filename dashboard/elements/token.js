// <viewpulse-token>: what the token may do, until when, and its project.

import { Asked } from "../asked.js";
import { OwnProject } from "../documents/settings.js";
import { moment, shown, words } from "../format.js";
import { formSheet } from "../sure.js";
import { column } from "../table.js";
import { css, html } from "../vendor/lit-3.3.3.js";

/** @type {Record<string, string>} */
const MAY = {
  USER: "sees its own history",
  CREATOR: "sees its own history, and the numbers of its own contents",
  ADMIN: "sees and changes everything in its project",
};
/** @type {[string, string][]} */
const QUOTAS = [
  ["eventsPerDay", "Events a day"],
  ["sessionsPerDay", "Sessions a day"],
  ["contents", "Contents"],
  ["customTypes", "Names of own events"],
];

export class Token extends Asked {
  static styles = [
    ...Asked.styles,
    formSheet,
    css`
      dl {
        display: grid;
        grid-template-columns: auto 1fr;
        align-content: start;
        margin-bottom: 1rem;
      }
      dt,
      dd {
        padding: 0.4375rem 0;
        border-bottom: 1px solid var(--line);
        overflow-wrap: anywhere;
      }
      dt {
        color: var(--soft);
      }
      dd {
        text-align: right;
        font-weight: 550;
      }
    `,
  ];

  question() {
    return { document: OwnProject, variables: {} };
  }

  /** @returns {[string, string, unknown][]} */
  lines({ userId, role, expiresAt, project }) {
    return [
      ["userId", "User", userId],
      ["role", "Role", role],
      ["expiresAt", "Valid until", expiresAt],
      ["project.projectId", "Project", project?.projectId],
      ["project.name", "Its name", project?.name],
      ["project.createdAt", "Created", project?.createdAt],
      ["project.archivedAt", "Takes no events since", project?.archivedAt],
      ...QUOTAS.map(([name, label]) => /** @type {[string, string, unknown]} */ ([`project.quotas.${name}`, label, project?.quotas[name]])),
    ];
  }

  body(answer) {
    const read = (name, value) => {
      if (name === "role") return `${words(value)}: ${MAY[value] ?? ""}`;
      if (name === "expiresAt") return value ? moment(value, this.timezone) : "no end";
      if (name.startsWith("project.quotas.")) return value === null ? "no limit" : shown(value, "count");
      return name.endsWith("At") ? moment(value, this.timezone) : value;
    };
    const known = this.lines(answer).filter(([name, , value]) => value !== undefined && (value !== null || name.includes("quotas") || name === "expiresAt"));
    return html`<dl>${known.map(([name, label, value]) => html`<dt>${label}</dt><dd data-line=${name}>${read(name, value)}</dd>`)}</dl>
      <div><button class="do" @click=${() => this.home?.signOut()}>Sign out, or use another token</button></div>`;
  }

  /** @returns {Table} */
  table(answer) {
    return { columns: [column("line", "Line", "text"), column("value", "Value", "text")], rows: this.lines(answer).map(([name, , value]) => [name, value]) };
  }
}

customElements.define("viewpulse-token", Token);
