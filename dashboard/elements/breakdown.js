// <viewpulse-breakdown>: the views of a subject by one dimension, as a table with bars.

import { BreakdownLive } from "../documents/more.js";
import { column, listed } from "../table.js";
import { Tile } from "../tile.js";
import { count, shown, words } from "../format.js";
import { css, html, nothing } from "../vendor/lit-3.3.3.js";

/** @type {Record<string, string>} */
const DIMENSIONS = {
  SOURCE: "Source",
  COUNTRY: "Country",
  CITY: "City",
  DEVICE: "Device",
  PLATFORM: "Platform",
  OS: "Operating system",
  AGE_GROUP: "Age",
  GENDER: "Gender",
  REFERRER: "Referrer",
  CAMPAIGN: "Campaign",
  NETWORK: "Network",
  APP_VERSION: "App version",
};
const ENUMS = ["SOURCE", "DEVICE", "PLATFORM", "AGE_GROUP", "GENDER", "NETWORK"];
const FIRST = 8;

/**
 * @attr by A dimension, such as `COUNTRY`.
 * @attr name What the page calls it, in its address, too: `sources` or `audience`.
 */
export class Breakdown extends Tile {
  static styles = [
    ...Tile.styles,
    css`
      :host {
        --tile-height: 17rem;
      }
      .bar {
        position: relative;
        max-width: 0;
        width: 70%;
        padding: 0.4375rem 0.5rem;
        overflow: hidden;
        text-overflow: ellipsis;
      }
      .bar span {
        position: relative;
      }
      .bar svg {
        position: absolute;
        inset: 3px 0;
        width: 100%;
        height: calc(100% - 6px);
      }
      .bar rect {
        fill: var(--wash);
      }
      tr > .bar {
        padding-left: 0.5rem;
        border-bottom: 0;
      }
      .share {
        width: 4.5rem;
      }
      td {
        border-bottom: 0;
      }
    `,
  ];

  static properties = { by: { type: String }, dimensions: { type: String }, name: { type: String } };

  constructor() {
    super();
    this.by = "SOURCE";
    /** Names that can be chosen, separated by spaces; all when left out. */
    this.dimensions = "";
    this.name = "";
  }

  question() {
    return { document: BreakdownLive, variables: { of: this.about(), by: [this.by], first: FIRST, ...this.filters() } };
  }

  isEmpty({ rows }) {
    return !rows.some(({ views }) => views);
  }

  choices() {
    const known = this.dimensions ? this.dimensions.split(" ") : Object.keys(DIMENSIONS);
    const names = known.includes(this.by) ? known : [this.by, ...known];
    return html`<select aria-label="Dimension of ${this.label}" @change=${this.choose}>
      ${names.map((name) => html`<option value=${name} .selected=${name === this.by}>${called(name)}</option>`)}
    </select>`;
  }

  choose(event) {
    this.by = /** @type {HTMLSelectElement} */ (event.target).value;
    if (this.name) this.tell({ [this.name]: this.by });
  }

  called({ value, label }) {
    if (value === null) return "Unknown";
    return ENUMS.includes(this.by) ? words(value.replace(/^AGE_(?=\d)/, "").replace(/(?<=\d)_(?=\d)/, "–")) : (label ?? value);
  }

  body({ rows, other }) {
    const most = Math.max(1, ...rows.map(({ percentage }) => percentage));
    return html`<table>
      <caption class="unseen">${this.label} by ${called(this.by)}</caption>
      <thead class="unseen"><tr><th scope="col">${called(this.by)}</th><th scope="col">Views</th><th scope="col">Share</th></tr></thead>
      <tbody>
        ${rows.map(
          (row) => html`<tr>
            <th scope="row" class="bar"><svg aria-hidden="true" viewBox="0 0 ${most} 1" preserveAspectRatio="none"><rect width=${row.percentage} height="1"></rect></svg><span>${this.called(row)}</span></th>
            <td class="number">${count(row.views)}</td>
            <td class="number soft share">${shown(row.percentage, "percent")}</td>
          </tr>`,
        )}
        ${other.views
          ? html`<tr><th scope="row" class="bar soft"><span>All others</span></th><td class="number">${count(other.views)}</td><td class="number soft share">${shown(other.percentage, "percent")}</td></tr>`
          : nothing}
      </tbody>
    </table>`;
  }

  /** @returns {Table} */
  table({ rows }) {
    const columns = [
      ...[column("value", called(this.by), "text"), column("label", "Name", "text"), column("views", "Views")],
      ...[column("percentage", "Share", "percent"), column("uniqueViewers", "Viewers"), column("plays", "Plays")],
      ...[column("watchTime", "Watch time", "seconds"), column("completionRate", "Completion rate", "percent")],
    ];
    return listed(columns, rows);
  }
}

/** How a dimension is called. */
const called = (/** @type {string} */ name) => (Object.hasOwn(DIMENSIONS, name) ? DIMENSIONS[name] : words(name));

customElements.define("viewpulse-breakdown", Breakdown);
