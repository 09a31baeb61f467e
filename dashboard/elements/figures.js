// <viewpulse-figures>: the main numbers of a content, a creator or the platform, each with its change.

import { SeriesLive } from "../documents/first.js";
import { intervalOf } from "../state.js";
import { column } from "../table.js";
import { Tile } from "../tile.js";
import { change, shown } from "../format.js";
import { css, html, nothing } from "../vendor/lit-3.3.3.js";

/** @type {[string, string, Kind][]} */
const FIGURES = [
  ["views", "Views", "count"],
  ["uniqueViewers", "Viewers", "count"],
  ["watchTime", "Watch time", "seconds"],
  ["averageWatchTime", "Time per view", "seconds"],
  ["completionRate", "Completion rate", "percent"],
  ["engagementRate", "Engagement rate", "percent"],
];

/** @attr compare Whether the change since the period before is shown. */
export class Figures extends Tile {
  static styles = [
    ...Tile.styles,
    css`
      :host {
        --tile-height: 4.75rem;
      }
      section {
        padding: 0.375rem 0;
      }
      header {
        position: absolute;
        right: 0.5rem;
        bottom: 0.5rem;
        margin: 0;
      }
      :host([data-state="stale"]) header {
        position: static;
        padding: 0 1.25rem;
      }
      h2 {
        position: absolute;
        width: 1px;
        height: 1px;
        overflow: hidden;
        clip-path: inset(50%);
        white-space: nowrap;
      }
      dl {
        display: grid;
        grid-template-columns: repeat(6, 1fr);
      }
      dl > div {
        padding: 0.625rem 1rem 0.75rem;
        border-left: 1px solid var(--line);
        min-width: 0;
      }
      dl > div:first-child {
        padding-left: 1.25rem;
        border-left: 0;
      }
      dt {
        color: var(--soft);
        font-size: 0.8125rem;
        white-space: nowrap;
        overflow: hidden;
        text-overflow: ellipsis;
      }
      dd {
        font-size: 1.375rem;
        font-weight: 620;
        letter-spacing: -0.02em;
        line-height: 1.3;
        white-space: nowrap;
      }
      dd.change {
        font-size: 0.75rem;
        font-weight: 500;
        letter-spacing: 0;
        min-height: 1.25rem;
      }
      .scroll,
      .bones,
      .note {
        padding: 0.5rem 1.25rem;
      }
      @container (max-width: 58rem) {
        dl {
          grid-template-columns: repeat(3, 1fr);
        }
        dl > div:nth-child(4) {
          padding-left: 1.25rem;
          border-left: 0;
        }
      }
      @container (max-width: 30rem) {
        dl {
          grid-template-columns: repeat(2, 1fr);
        }
        dl > div {
          padding: 0.5rem 1rem;
        }
        dl > div:nth-child(4) {
          padding-left: 1rem;
          border-left: 1px solid var(--line);
        }
        dl > div:nth-child(odd) {
          padding-left: 1rem;
          border-left: 0;
        }
        dd {
          font-size: 1.25rem;
        }
      }
    `,
  ];

  static properties = { compare: { type: Boolean } };

  constructor() {
    super();
    this.label = "Main numbers";
    this.compare = false;
  }

  question() {
    const by = intervalOf(this.range);
    return { document: SeriesLive, variables: { of: this.about(), by, compare: this.compare, ...this.filters() } };
  }

  isEmpty({ totals, previous }) {
    return !totals.views && !totals.watchTime && !previous?.totals.views;
  }

  body({ totals, previous }) {
    return html`<dl>
      ${FIGURES.map(
        ([name, label, kind]) => html`<div data-figure=${name}>
          <dt>${label}</dt>
          <dd>${shown(totals[name], kind)}</dd>
          ${previous ? changed(previous.valueTotals[name], previous.totals[name], kind) : nothing}
        </div>`,
      )}
    </dl>`;
  }

  /** @returns {Table} */
  table({ totals, previous }) {
    const before = previous ? [column("previous.valueTotals", "To compare", "score"), column("previous.totals", "Period before", "score")] : [];
    return {
      columns: [column("number", "Number", "text"), column("totals", "Value", "score"), ...before],
      rows: FIGURES.map(([name]) => [name, totals[name], ...(previous ? [previous.valueTotals[name], previous.totals[name]] : [])]),
    };
  }
}

/** The change of what is as complete as the period before: of a range that is not over, its whole quarter-hours. */
function changed(value, before, /** @type {Kind} */ kind) {
  if (!before) return html`<dd class="change soft">nothing before</dd>`;
  const isShare = kind === "percent";
  const by = isShare ? value - before : ((value - before) / before) * 100;
  const way = by > 0 ? "up" : by < 0 ? "down" : "soft";
  return html`<dd class="change ${way}">${isShare ? change(by, "points") : change(by)}</dd>`;
}

customElements.define("viewpulse-figures", Figures);
