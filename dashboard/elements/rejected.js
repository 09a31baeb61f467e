// <viewpulse-rejected>: which events the server did not take in the last seven days, why, and the newest of them.

import { Asked } from "../asked.js";
import { RejectedEvents } from "../documents/more.js";
import { count, moment } from "../format.js";
import { column, listed } from "../table.js";
import { css, html, nothing } from "../vendor/lit-3.3.3.js";

const FIRST = 20;

export class Rejected extends Asked {
  static styles = [
    ...Asked.styles,
    css`
      .reasons {
        margin-bottom: 1.25rem;
      }
      code {
        font-size: 0.8125rem;
      }
      td.text {
        width: 60%;
        max-width: 0;
        white-space: normal;
        overflow-wrap: anywhere;
      }
      td,
      tbody th {
        vertical-align: top;
      }
      summary {
        cursor: pointer;
      }
      pre {
        max-height: 16rem;
        margin: 0.5rem 0 0;
        padding: 0.625rem 0.75rem;
        overflow: auto;
        border-radius: 6px;
        background: var(--raised);
        font-size: 0.75rem;
        white-space: pre-wrap;
      }
    `,
  ];

  static properties = { code: { state: true } };

  constructor() {
    super();
    /** The only reason whose samples are shown; empty: all. */
    this.code = "";
  }

  question() {
    return { document: RejectedEvents, variables: { first: FIRST, code: this.code || null } };
  }

  answerOf(data) {
    return { counts: data.rejectedCounts ?? [], samples: data.rejectedEvents?.edges.map(({ node }) => node) ?? [] };
  }

  isEmpty({ counts }) {
    return counts.length === 0;
  }

  emptyText() {
    return "Every event of the last seven days was taken.";
  }

  choices() {
    const counts = this.answer?.counts ?? [];
    if (!counts.length) return nothing;
    return html`<select aria-label="Reason" @change=${(event) => (this.code = event.target.value)}>
      <option value="" .selected=${!this.code}>Every reason</option>
      ${counts.map(({ code }) => html`<option value=${code} .selected=${code === this.code}>${code}</option>`)}
    </select>`;
  }

  body({ counts, samples }) {
    return html`<table class="reasons">
        <caption class="unseen">Reasons</caption>
        <thead><tr><th scope="col">Reason</th><th scope="col" class="number">Events in seven days</th></tr></thead>
        <tbody>${counts.map(({ code, rejected }) => html`<tr><th scope="row"><code>${code}</code></th><td class="number">${count(rejected)}</td></tr>`)}</tbody>
      </table>
      <table>
        <caption class="unseen">The newest</caption>
        <thead><tr><th scope="col">Newest</th><th scope="col">Reason</th><th scope="col">What was wrong</th></tr></thead>
        <tbody>
          ${samples.map(
            ({ receivedAt, code, message, path, eventId, payload }) =>
              html`<tr>
                <th scope="row">${moment(receivedAt, this.timezone)}</th>
                <td><code>${code}</code></td>
                <td class="text">
                  <details>
                    <summary>${message}</summary>
                    <p class="soft">${path.length ? html`At <code>${path.join(".")}</code>` : "The event as a whole"}${eventId ? html`, of the event <code>${eventId}</code>` : nothing}</p>
                    <pre tabindex="0" aria-label="What was sent">${JSON.stringify(payload, null, 2)}</pre>
                  </details>
                </td>
              </tr>`,
          )}
        </tbody>
      </table>`;
  }

  /** @returns {Table} */
  table({ counts }) {
    return listed([column("code", "Reason", "text"), column("rejected", "Events")], counts);
  }
}

customElements.define("viewpulse-rejected", Rejected);
