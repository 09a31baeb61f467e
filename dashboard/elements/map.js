// <viewpulse-map>: the countries in which a subject is viewed, on a map and in a table. The map comes when it is wanted.

import { BreakdownLive } from "../documents/more.js";
import { count, shown } from "../format.js";
import { column, listed } from "../table.js";
import { Tile } from "../tile.js";
import { css, html, nothing, svg } from "../vendor/lit-3.3.3.js";

const MOST = 200; // countries; what a breakdown has at most
const LISTED = 8;
const LEVELS = 8; // of the square root: one large country does not make all others look the same

export class WorldMap extends Tile {
  static styles = [
    ...Tile.styles,
    css`
      :host {
        --tile-height: 20rem;
      }
      .both {
        display: grid;
        grid-template-columns: minmax(0, 5fr) minmax(11rem, 2fr);
        gap: 1.5rem;
        align-items: start;
      }
      .world {
        width: 100%;
        height: auto;
      }
      path {
        fill: color-mix(in srgb, var(--accent) var(--heat, 0%), var(--line));
        stroke: var(--card);
        stroke-width: 0.6;
      }
      path[data-level]:hover {
        stroke: var(--ink);
        stroke-width: 1.5;
      }
      [data-level="1"] {
        --heat: 16%;
      }
      [data-level="2"] {
        --heat: 28%;
      }
      [data-level="3"] {
        --heat: 40%;
      }
      [data-level="4"] {
        --heat: 52%;
      }
      [data-level="5"] {
        --heat: 64%;
      }
      [data-level="6"] {
        --heat: 76%;
      }
      [data-level="7"] {
        --heat: 88%;
      }
      [data-level="8"] {
        --heat: 100%;
      }
      th[scope="row"] {
        white-space: normal;
      }
      @container (max-width: 40rem) {
        .both {
          grid-template-columns: minmax(0, 1fr);
        }
      }
    `,
  ];

  static properties = { world: { state: true } };

  constructor() {
    super();
    /** The shapes of the countries, once they are there. @type {typeof import("../vendor/world-atlas-2.0.2.js") | null} */
    this.world = null;
    this.fetched = false;
  }

  question() {
    return { document: BreakdownLive, variables: { of: this.about(), by: ["COUNTRY"], first: MOST, ...this.filters() } };
  }

  isEmpty({ rows }) {
    return !rows.some(({ views }) => views);
  }

  updated() {
    super.updated();
    if (this.fetched || !this.answer) return;
    this.fetched = true;
    import("../vendor/world-atlas-2.0.2.js").then(
      (world) => (this.world = world),
      () => (this.fetched = false), // the table is there; the next answer tries again
    );
  }

  name({ value, label }) {
    return label ?? value ?? "Unknown";
  }

  body({ rows }) {
    const first = rows.slice(0, LISTED);
    return html`<div class="both">
      ${this.world ? this.map(this.world, rows, first) : html`<div class="bones" aria-hidden="true"><i></i><i></i><i></i></div>`}
      <div>
        <table>
          <caption class="unseen">${this.label}</caption>
          <thead><tr><th scope="col">Country</th><th scope="col" class="number">Views</th><th scope="col" class="number">Share</th></tr></thead>
          <tbody>
            ${first.map(
              (row) => html`<tr>
                <th scope="row">${this.name(row)}</th>
                <td class="number">${count(row.views)}</td>
                <td class="number soft">${shown(row.percentage, "percent")}</td>
              </tr>`,
            )}
          </tbody>
        </table>
        ${rows.length > LISTED ? html`<p class="soft">${LISTED} of ${rows.length}: the table of the menu has all.</p>` : nothing}
      </div>
    </div>`;
  }

  map({ WIDTH, HEIGHT, LAND, COUNTRIES }, rows, first) {
    const known = new Map(rows.map((row) => [row.value, row]));
    const most = Math.max(1, ...rows.map(({ value, views }) => (value in COUNTRIES ? views : 0)));
    const shape = ([code, path]) => {
      const row = known.get(code);
      if (!row?.views) return svg`<path d=${path}></path>`;
      const level = Math.ceil(Math.sqrt(row.views / most) * LEVELS);
      return svg`<path d=${path} data-country=${code} data-level=${level}><title>${this.name(row)}: ${count(row.views)} views</title></path>`;
    };
    const said = first.map((row) => `${this.name(row)} ${count(row.views)}`).join(", ");
    return html`<svg class="world" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="Map of the world: ${said}">
      <path d=${LAND}></path>
      ${Object.entries(COUNTRIES).map(shape)}
    </svg>`;
  }

  /** @returns {Table} */
  table({ rows }) {
    const columns = [
      ...[column("value", "Code", "text"), column("label", "Country", "text"), column("views", "Views")],
      ...[column("percentage", "Share", "percent"), column("uniqueViewers", "Viewers"), column("plays", "Plays"), column("watchTime", "Watch time", "seconds")],
    ];
    return listed(columns, rows);
  }
}

customElements.define("viewpulse-map", WorldMap);
