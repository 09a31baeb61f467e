// <viewpulse-top>: the most viewed contents, or those that trend, live: a change of the rank is marked for a while.

import { TopContentsLive, TrendingLive } from "../documents/first.js";
import { column, listed } from "../table.js";
import { Tile } from "../tile.js";
import { count, duration, words } from "../format.js";
import { css, html, nothing } from "../vendor/lit-3.3.3.js";

const MARKED_MS = 8_000;
const DAY = { last: "24h" };

/**
 * @attr by `views`: most viewed in the last 24 hours; `trending`: rising at the moment.
 * @attr own Id of a creator: only their contents have links.
 */
export class Top extends Tile {
  static styles = [
    ...Tile.styles,
    css`
      :host {
        --tile-height: 22rem;
      }
      td.rank {
        width: 3.25rem;
        color: var(--soft);
      }
      td.rank b {
        display: inline-block;
        min-width: 1.375rem;
        font-weight: 500;
      }
      th.name {
        max-width: 0;
        width: 60%;
        overflow: hidden;
        text-overflow: ellipsis;
      }
      tr.moved > * {
        background: linear-gradient(var(--wash), var(--wash));
        transition: background 0.3s;
      }
      .legend {
        margin-top: auto;
        padding-top: 0.75rem;
        color: var(--soft);
        font-size: 0.75rem;
      }
      i {
        font-style: normal;
        font-size: 0.6875rem;
      }
      @container (max-width: 26rem) {
        .wide {
          display: none;
        }
      }
    `,
  ];

  static properties = { by: { type: String }, own: { type: String } };

  constructor() {
    super();
    this.by = "views";
    this.own = "";
    /** The rank of each content in the answer before. @type {Map<string, number>} */
    this.ranks = new Map();
    /** How far each has moved, and when. @type {Map<string, { steps: number, until: number }>} */
    this.moves = new Map();
    /** @type {unknown} */
    this.ranked = null;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.fading = undefined;
  }

  question() {
    const { timezone } = this;
    if (this.by === "trending") return { document: TrendingLive, variables: { first: 10, window: "1h", ...this.counted() } };
    return { document: TopContentsLive, variables: { first: 10, by: "VIEWS", range: DAY, timezone, ...this.counted() } };
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearTimeout(this.fading);
  }

  /** @returns {any[]} */
  contents(answer) {
    return answer.contents ?? answer.edges.map(({ node }) => node);
  }

  isEmpty(answer) {
    return this.contents(answer).length === 0;
  }

  emptyText() {
    return this.by === "trending" ? "Nothing rises faster than usual at the moment." : "Nothing was viewed in the last 24 hours.";
  }

  /** Notes which contents have moved since the answer before. */
  rank(answer) {
    if (this.ranked === answer) return;
    this.ranked = answer;
    const contents = this.contents(answer);
    const until = Date.now() + MARKED_MS;
    const moves = new Map([...this.moves].filter(([, move]) => move.until > Date.now()));
    contents.forEach(({ contentId }, at) => {
      const was = this.ranks.get(contentId);
      if (this.ranks.size && was !== at) moves.set(contentId, { steps: was === undefined ? 0 : was - at, until });
    });
    this.moves = moves;
    this.ranks = new Map(contents.map(({ contentId }, at) => [contentId, at]));
    clearTimeout(this.fading);
    if (moves.size) this.fading = setTimeout(() => this.requestUpdate(), MARKED_MS);
  }

  body(answer) {
    this.rank(answer);
    const trends = this.by === "trending";
    return html`<table>
      <caption class="unseen">${this.label}</caption>
      <thead><tr>
        <th scope="col"><span class="unseen">Rank</span></th>
        <th scope="col">Content</th>
        <th scope="col" class="number">${trends ? "Views per hour" : "Views"}</th>
        <th scope="col" class="number wide">${trends ? "Views" : "Watch time"}</th>
      </tr></thead>
      <tbody>
        ${this.contents(answer).map((one, at) => {
          const move = this.moves.get(one.contentId);
          const isMoved = move && move.until > Date.now();
          return html`<tr class=${isMoved ? "moved" : ""}>
            <td class="rank"><b>${at + 1}</b>${isMoved ? arrow(move.steps) : nothing}</td>
            <th scope="row" class="name">${this.named(one)}</th>
            <td class="number">${count(trends ? Math.round(one.velocity) : one.views)} ${trends ? nothing : trend(one.trend)}</td>
            <td class="number wide soft">${trends ? count(one.views) : duration(one.watchTime)}</td>
          </tr>`;
        })}
      </tbody>
    </table>
    <p class="legend">
      <span aria-hidden="true">▲▼</span> at a rank: how many places a content has just moved up or down${trends
        ? nothing
        : html`; at views: they <span class="up">rise</span>, or <span class="down">decline</span>, compared with the 24 hours before`}.
    </p>`;
  }

  named({ contentId, title, creatorId }) {
    const name = title ?? contentId;
    if (this.own && this.own !== creatorId) return html`${name} <span class="soft">of others</span>`;
    return html`<a href="?page=content&content=${encodeURIComponent(contentId)}" data-content=${contentId}>${name}</a>`;
  }

  /** @returns {Table} */
  table(answer) {
    const more =
      this.by === "trending"
        ? [column("velocity", "Views per hour", "rate"), column("previousVelocity", "Hour before", "rate")]
        : [column("uniqueViewers", "Viewers"), column("watchTime", "Watch time", "seconds")];
    const columns = [
      ...[column("contentId", "Id", "text"), column("title", "Title", "text"), column("views", "Views")],
      ...[...more, column("trend", "Trend", "text")],
    ];
    return listed(columns, this.contents(answer));
  }
}

function arrow(steps) {
  if (!steps) return html`<i class="up" title="New in the list">new</i>`;
  const text = `${Math.abs(steps)} ${steps > 0 ? "up" : "down"}`;
  return html`<i class=${steps > 0 ? "up" : "down"} role="img" aria-label=${text} title=${text}>${steps > 0 ? "▲" : "▼"}${Math.abs(steps)}</i>`;
}

function trend(name) {
  const sign = { RISING: "▲", DECLINING: "▼" }[name];
  return sign ? html`<i class=${name === "RISING" ? "up" : "down"} role="img" aria-label=${words(name)} title=${words(name)}>${sign}</i>` : nothing;
}

customElements.define("viewpulse-top", Top);
