// <viewpulse-rejected>: which events the server did not take in the last seven days, why, and the newest of them.

import { RejectedEvents } from "../documents/more.js";
import { count, moment } from "../format.js";
import { column, listed } from "../table.js";
import { Tile } from "../tile.js";
import { css, html } from "../vendor/lit-3.3.3.js";

const FIRST = 20;
const PAUSE_MS = 10_000;

export class Rejected extends Tile {
  static styles = [
    ...Tile.styles,
    css`
      .reasons {
        margin-bottom: 1.25rem;
      }
      code {
        font-size: 0.8125rem;
      }
      td.text {
        white-space: normal;
      }
      @container (max-width: 40rem) {
        .wide {
          display: none;
        }
      }
    `,
  ];

  question() {
    return { document: RejectedEvents, variables: { first: FIRST } };
  }

  /** The question is no subscription: it is asked again and again. */
  ask(wanted, connection, sink) {
    const stop = connection.read(wanted.document, wanted.variables, {
      next: (data) => {
        sink.next({ counts: data.rejectedCounts ?? [], samples: data.rejectedEvents?.edges.map(({ node }) => node) ?? [] });
        this.askLater(PAUSE_MS);
      },
      error: sink.error,
    });
    return stop;
  }

  isEmpty({ counts }) {
    return counts.length === 0;
  }

  emptyText() {
    return "Every event of the last seven days was taken.";
  }

  body({ counts, samples }) {
    return html`<table class="reasons">
        <caption class="unseen">Reasons</caption>
        <thead><tr><th scope="col">Reason</th><th scope="col" class="number">Events in seven days</th></tr></thead>
        <tbody>${counts.map(({ code, rejected }) => html`<tr><th scope="row"><code>${code}</code></th><td class="number">${count(rejected)}</td></tr>`)}</tbody>
      </table>
      <table>
        <caption class="unseen">The newest</caption>
        <thead><tr><th scope="col">Newest</th><th scope="col">Reason</th><th scope="col" class="wide">What was wrong</th></tr></thead>
        <tbody>
          ${samples.map(
            ({ receivedAt, code, message }) =>
              html`<tr><th scope="row">${moment(receivedAt, this.timezone)}</th><td><code>${code}</code></td><td class="wide text soft">${message}</td></tr>`,
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
