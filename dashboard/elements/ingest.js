// <viewpulse-ingest>: whether events are counted in time, and how large the project is.

import { PlatformStatsLive } from "../documents/more.js";
import { shown } from "../format.js";
import { column } from "../table.js";
import { Tile } from "../tile.js";
import { css, html } from "../vendor/lit-3.3.3.js";

/** @type {[string, string, Kind][]} */
const STATE = [
  ["lag", "Oldest that waits to be counted", "seconds"],
  ["pendingEvents", "Events that wait", "count"],
  ["pendingBatches", "Batches that wait", "count"],
  ["openSessions", "Open sessions", "count"],
  ["staleScores", "Scores to refresh", "count"],
];
/** @type {[string, string, Kind][]} */
const SIZE = [
  ["contents", "Contents with events", "count"],
  ["cataloguedContents", "Contents in the catalogue", "count"],
  ["creators", "Creators", "count"],
  ["views", "Views", "count"],
  ["plays", "Plays", "count"],
  ["sessions", "Sessions", "count"],
];
const LATE_SECONDS = 10;

export class Ingest extends Tile {
  static styles = [
    ...Tile.styles,
    css`
      .verdict {
        margin-bottom: 1rem;
        font-size: 1.25rem;
        font-weight: 620;
        letter-spacing: -0.01em;
      }
      .lists {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(15rem, 1fr));
        gap: 0 3rem;
      }
      dl {
        display: grid;
        grid-template-columns: 1fr auto;
        align-content: start;
      }
      dt,
      dd {
        padding: 0.4375rem 0;
        border-bottom: 1px solid var(--line);
      }
      dt {
        color: var(--soft);
      }
      dd {
        font-weight: 550;
        text-align: right;
      }
    `,
  ];

  question() {
    return { document: PlatformStatsLive, variables: this.counted() };
  }

  body(answer) {
    const late = answer.lag > LATE_SECONDS;
    const list = (/** @type {[string, string, Kind][]} */ rows) =>
      html`<dl>${rows.map(([name, label, kind]) => html`<dt>${label}</dt><dd data-figure=${name}>${shown(answer[name], kind)}</dd>`)}</dl>`;
    return html`<p class="verdict ${late ? "down" : "up"}">${late ? `Counting is ${shown(answer.lag, "seconds")} behind` : "Everything is counted in time"}</p>
      <div class="lists">${list(STATE)}${list(SIZE)}</div>`;
  }

  /** @returns {Table} */
  table(answer) {
    return {
      columns: [column("number", "Number", "text"), column("value", "Value", "score")],
      rows: [...STATE, ...SIZE].map(([name]) => [name, answer[name]]),
    };
  }
}

customElements.define("viewpulse-ingest", Ingest);
