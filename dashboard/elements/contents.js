// <viewpulse-contents>: the contents of a creator with their numbers, found by title and ordered by any number.

import { CreatorContentsLive } from "../documents/more.js";
import { count, duration, shown, words } from "../format.js";
import { column, listed } from "../table.js";
import { Tile } from "../tile.js";
import { css, html } from "../vendor/lit-3.3.3.js";

const FIRST = 25;
const PAUSE_MS = 400; // while the reader types

/** @type {Record<string, string>} */
const SORTS = {
  RECENT: "Newest",
  VIEWS: "Views",
  WATCH_TIME: "Watch time",
  COMPLETION: "Completion rate",
  QUALITY: "Quality",
};

export class Contents extends Tile {
  static styles = [
    ...Tile.styles,
    css`
      :host {
        --tile-height: 24rem;
      }
      input {
        height: 1.75rem;
        width: 10rem;
        padding: 0 0.5rem;
        border: 1px solid var(--edge);
        border-radius: 6px;
        background: var(--card);
      }
      th.name {
        max-width: 0;
        width: 45%;
        overflow: hidden;
        text-overflow: ellipsis;
      }
      @container (max-width: 44rem) {
        .wide {
          display: none;
        }
      }
      @container (max-width: 30rem) {
        header {
          flex-wrap: wrap;
        }
        input {
          width: 7rem;
        }
      }
    `,
  ];

  static properties = { sort: { type: String }, search: { type: String } };

  constructor() {
    super();
    this.sort = "VIEWS";
    this.search = "";
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.pause = undefined;
  }

  question() {
    const creatorId = this.creator || null;
    const variables = { creatorId, search: this.search || null, sort: this.sort, first: FIRST, ...this.filters() };
    return { document: CreatorContentsLive, variables };
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearTimeout(this.pause);
  }

  isEmpty(answer) {
    return answer.edges.length === 0;
  }

  emptyText() {
    return this.search ? "No content has this in its title." : "This creator has no contents yet.";
  }

  choices() {
    return html`<input type="search" aria-label="Search ${this.label}" placeholder="Search" .value=${this.search} @input=${this.typed} />
      <select aria-label="Order of ${this.label}" @change=${this.choose}>
        ${Object.entries(SORTS).map(([name, label]) => html`<option value=${name} .selected=${name === this.sort}>${label}</option>`)}
      </select>`;
  }

  typed(event) {
    const { value } = event.target;
    clearTimeout(this.pause);
    this.pause = setTimeout(() => (this.search = value.trim().slice(0, 100)), PAUSE_MS);
  }

  choose(event) {
    this.sort = event.target.value;
  }

  body({ edges, totalCount }) {
    return html`<table>
        <caption class="unseen">${this.label}</caption>
        <thead><tr>
          <th scope="col">Content</th>
          <th scope="col" class="wide">Type</th>
          <th scope="col" class="number">Views</th>
          <th scope="col" class="number wide">Viewers</th>
          <th scope="col" class="number">Watch time</th>
          <th scope="col" class="number wide">Completion</th>
          <th scope="col" class="number wide">Quality</th>
        </tr></thead>
        <tbody>
          ${edges.map(
            ({ node }) => html`<tr>
              <th scope="row" class="name"><a href="?page=content&content=${encodeURIComponent(node.contentId)}" data-content=${node.contentId}>${node.title ?? node.contentId}</a></th>
              <td class="wide soft">${node.type ? words(node.type) : "–"}</td>
              <td class="number">${count(node.views)}</td>
              <td class="number wide">${count(node.uniqueViewers)}</td>
              <td class="number">${duration(node.watchTime)}</td>
              <td class="number wide">${shown(node.completionRate, "percent")}</td>
              <td class="number wide">${shown(node.qualityScore, "score")}</td>
            </tr>`,
          )}
        </tbody>
      </table>
      ${totalCount > edges.length ? html`<p class="soft">${edges.length} of ${count(totalCount)}: search for the others.</p>` : ""}`;
  }

  /** @returns {Table} */
  table({ edges }) {
    const columns = [
      ...[column("contentId", "Id", "text"), column("title", "Title", "text"), column("type", "Type", "text")],
      ...[column("publishedAt", "Published", "time"), column("views", "Views"), column("uniqueViewers", "Viewers")],
      ...[column("watchTime", "Watch time", "seconds"), column("completionRate", "Completion rate", "percent")],
      ...[column("engagementRate", "Engagement rate", "percent"), column("qualityScore", "Quality", "score")],
    ];
    return listed(columns, edges.map(({ node }) => node));
  }
}

customElements.define("viewpulse-contents", Contents);
