// <viewpulse-figures>: the main numbers of a content, a creator or the platform, each with its change.

import { ContentComparisonLive, CreatorComparisonLive, PlatformComparisonLive } from "../documents/more.js";
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
        top: 0.375rem;
        margin: 0;
      }
      section {
        position: relative;
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
        padding: 0.625rem 1.25rem 0.75rem;
        border-left: 1px solid var(--line);
        min-width: 0;
      }
      dl > div:first-child {
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
        font-size: 1.5rem;
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
          border-left: 1px solid var(--line);
        }
        dl > div:nth-child(odd) {
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
    if (this.content) return { document: ContentComparisonLive, variables: { contentId: this.content, ...this.filters() } };
    if (this.creator) return { document: CreatorComparisonLive, variables: { creatorId: this.creator, ...this.filters() } };
    return { document: PlatformComparisonLive, variables: this.filters() };
  }

  isEmpty({ compare }) {
    return !compare?.views.value && !compare?.views.baseline && !compare?.watchTime.value;
  }

  body({ compare }) {
    return html`<dl>
      ${FIGURES.map(([name, label, kind]) => {
        const { value, changePercent } = compare[name];
        return html`<div data-figure=${name}>
          <dt>${label}</dt>
          <dd>${shown(value, kind)}</dd>
          ${this.compare ? changed(changePercent) : nothing}
        </div>`;
      })}
    </dl>`;
  }

  /** @returns {Table} */
  table({ compare }) {
    return {
      columns: [column("number", "Number", "text"), column("value", "Value", "score"), column("baseline", "Period before", "score"), column("changePercent", "Change, %", "score")],
      rows: FIGURES.map(([name]) => [name, compare[name].value, compare[name].baseline, compare[name].changePercent]),
    };
  }
}

function changed(percent) {
  if (percent === null) return html`<dd class="change soft">nothing before</dd>`;
  const way = percent > 0 ? "up" : percent < 0 ? "down" : "soft";
  return html`<dd class="change ${way}">${change(percent)}</dd>`;
}

customElements.define("viewpulse-figures", Figures);
