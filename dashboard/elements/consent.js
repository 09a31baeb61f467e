// <viewpulse-consent>: what becomes of viewers who have not agreed, and who agreed to which text.

import { Asked } from "../asked.js";
import { change } from "../changing.js";
import { ConsentHistory, OwnProject, SetConsentPolicy } from "../documents/settings.js";
import { moment, words } from "../format.js";
import { Sure, formSheet } from "../sure.js";
import { column, listed } from "../table.js";
import { css, html } from "../vendor/lit-3.3.3.js";

const FIRST = 20;
/** @type {[string, string, string][]} */
const POLICIES = [
  ["OFF", "Nobody is asked", "Events are stored as they are sent."],
  ["REQUIRED", "Consent is required", "Events of those who have not agreed are stored and counted without what identifies them."],
  ["REFUSE", "Nothing without consent", "Events of those who have not agreed are refused."],
];

export class Consent extends Asked {
  static styles = [
    ...Asked.styles,
    formSheet,
    css`
      ul {
        display: grid;
        gap: 0.5rem;
        margin-bottom: 1.25rem;
        list-style: none;
      }
      li {
        display: grid;
        grid-template-columns: 1fr auto;
        align-items: center;
        gap: 0 1rem;
        padding: 0.625rem 0.75rem;
        border: 1px solid var(--line);
        border-radius: 8px;
      }
      li[aria-current="true"] {
        border-color: var(--accent);
        background: var(--wash);
      }
      li[aria-current="true"] .soft {
        color: var(--ink);
      }
      @container (max-width: 34rem) {
        .wide {
          display: none;
        }
      }
    `,
  ];

  constructor() {
    super();
    this.sure = new Sure(this);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.sure.leave();
  }

  question() {
    return { document: OwnProject, variables: {} };
  }

  /** Two questions, whose answers are shown together. */
  ask(wanted, connection, sink) {
    let stopSecond = () => {};
    const stop = super.ask(wanted, connection, {
      ...sink,
      next: ({ project }) => {
        if (!project) return sink.error({ code: "FORBIDDEN", message: "This requires the admin role.", retryAfter: 0 });
        stopSecond = connection.read(ConsentHistory, { first: FIRST }, {
          next: ({ consentHistory: { totalCount, edges } }) => sink.next({ policy: project.consent, totalCount, entries: edges.map(({ node }) => node) }),
          error: sink.error,
        });
      },
    });
    return () => {
      stop();
      stopSecond();
    };
  }

  async set(/** @type {string} */ consent) {
    await change(this.connection, SetConsentPolicy, { consent });
    this.answer = { ...this.answer, policy: consent };
  }

  body({ policy, entries, totalCount }) {
    return html`<ul>
        ${POLICIES.map(
          ([name, title, text]) => html`<li aria-current=${name === policy ? "true" : "false"} data-policy=${name}>
            <span><strong>${title}</strong><br /><span class="soft">${text}</span></span>
            ${name === policy ? html`<span>in force</span>` : this.sure.button("Use", `the policy: ${title}`, name, () => this.set(name))} ${this.sure.problemOf(name)}
          </li>`,
        )}
      </ul>
      <table>
        <caption class="unseen">The newest consents</caption>
        <thead><tr><th scope="col">${totalCount ? "Newest consents" : "Nobody was asked yet"}</th><th scope="col">Text</th><th scope="col">Agreed to</th><th scope="col" class="wide">Asked in</th></tr></thead>
        <tbody>
          ${entries.map(
            ({ at, version, purposes, source }) =>
              html`<tr><th scope="row">${moment(at, this.timezone)}</th><td>${version}</td><td>${purposes.length ? purposes.map(words).join(", ") : "nothing"}</td><td class="wide soft">${source ?? "–"}</td></tr>`,
          )}
        </tbody>
      </table>`;
  }

  /** @returns {Table} */
  table({ entries }) {
    const columns = [column("at", "At", "time"), column("version", "Version of the text", "text"), column("purposes", "Agreed to", "text"), column("source", "Asked in", "text")];
    return listed(columns, entries);
  }
}

customElements.define("viewpulse-consent", Consent);
