// <viewpulse-heatmap>: the hours of the week in which a subject is viewed, as a table whose cells have the colour of their value.

import { WeekHoursLive } from "../documents/more.js";
import { column } from "../table.js";
import { Tile } from "../tile.js";
import { count } from "../format.js";
import { css, html } from "../vendor/lit-3.3.3.js";

const DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const HOURS = Array.from({ length: 24 }, (_, hour) => hour);
const LEVELS = 8; // of the square root: one large hour does not make all others look the same

export class Heatmap extends Tile {
  static styles = [
    ...Tile.styles,
    css`
      .wide {
        position: relative;
        overflow-x: auto;
      }
      .heat {
        table-layout: fixed;
        min-width: 17rem;
        border-collapse: separate;
        border-spacing: 2px;
      }
      .heat th,
      .heat td {
        padding: 0;
        border: 0;
        background: none;
        color: var(--soft);
        font-size: 0.6875rem;
        font-weight: 400;
        text-align: center;
      }
      .heat tbody th {
        text-align: left;
      }
      .heat th:first-child {
        width: 2.25rem;
      }
      .heat td {
        height: 1.5rem;
        border-radius: 3px;
        background: color-mix(in srgb, var(--accent) var(--heat), var(--raised));
      }
      abbr {
        text-decoration: none;
      }
      .heat td[data-level="0"] {
        --heat: 0%;
      }
      .heat td[data-level="1"] {
        --heat: 12%;
      }
      .heat td[data-level="2"] {
        --heat: 24%;
      }
      .heat td[data-level="3"] {
        --heat: 36%;
      }
      .heat td[data-level="4"] {
        --heat: 49%;
      }
      .heat td[data-level="5"] {
        --heat: 62%;
      }
      .heat td[data-level="6"] {
        --heat: 75%;
      }
      .heat td[data-level="7"] {
        --heat: 88%;
      }
      .heat td[data-level="8"] {
        --heat: 100%;
      }
      @container (max-width: 34rem) {
        .heat {
          border-spacing: 1px;
        }
        .heat td {
          border-radius: 2px;
        }
      }
      .about {
        margin-top: auto;
        padding-top: 0.75rem;
        color: var(--soft);
        font-size: 0.75rem;
      }
    `,
  ];

  question() {
    return { document: WeekHoursLive, variables: { of: this.about(), ...this.filters() } };
  }

  isEmpty({ rows }) {
    return !rows.some(({ views }) => views);
  }

  /** Views by day, from Monday, and by hour. @returns {number[][]} */
  cells({ rows }) {
    const cells = DAYS.map(() => HOURS.map(() => 0));
    for (const { value, secondValue, views } of rows) {
      const day = cells[Number(value) - 1];
      if (value !== null && secondValue !== null && day) day[Number(secondValue)] = views;
    }
    return cells;
  }

  body(answer) {
    const cells = this.cells(answer);
    const most = Math.max(1, ...cells.flat());
    const best = cells.flatMap((row, day) => row.map((views, hour) => ({ views, day, hour }))).sort((a, b) => b.views - a.views)[0];
    return html`<div class="wide" tabindex="0" role="region" aria-label="${this.label}, by hour">
        <table class="heat">
          <caption class="unseen">${this.label}: views by day of the week and hour, ${this.timezone}</caption>
          <thead><tr><th scope="col"><span class="unseen">Day</span></th>${HOURS.map((hour) => html`<th scope="col">${hour % 3 ? html`<span class="unseen">${hour}</span>` : hour}</th>`)}</tr></thead>
          <tbody>
            ${cells.map(
              (row, day) => html`<tr>
                <th scope="row"><abbr title=${DAYS[day] ?? ""}>${DAYS[day]?.slice(0, 3)}</abbr></th>
                ${row.map(
                  (views, hour) =>
                    html`<td data-level=${Math.ceil(Math.sqrt(views / most) * LEVELS)} title="${DAYS[day]} ${hour}:00 – ${count(views)} ${views === 1 ? "view" : "views"}">
                      <span class="unseen">${views}</span>
                    </td>`,
                )}
              </tr>`,
            )}
          </tbody>
        </table>
      </div>
      <p class="about">Most on ${DAYS[best?.day ?? 0]}s from ${best?.hour}:00, ${count(most)} ${most === 1 ? "view" : "views"}. Hours of ${this.timezone}.</p>`;
  }

  /** @returns {Table} */
  table({ rows }) {
    return {
      columns: [column("weekday", "Day", "text"), column("hour", "Hour", "text"), column("views", "Views")],
      rows: rows.map(({ value, secondValue, views }) => [value, secondValue, views]),
    };
  }
}

customElements.define("viewpulse-heatmap", Heatmap);
