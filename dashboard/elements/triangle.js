// What cohorts and returns have in common: a table with a line for each cohort and a column for each period, whose cells have the
// colour of their value.

import { count, point } from "../format.js";
import { Tile } from "../tile.js";
import { css, html, nothing } from "../vendor/lit-3.3.3.js";
import { choicesOfSteps } from "../vocabulary.js";
import { raw } from "./raw.js";

const LEVELS = 8; // of the square root: those who start are all there, and do not make all others look the same

/** @type {Record<string, string>} */
export const PERIODS = { DAY: "Days", WEEK: "Weeks", MONTH: "Months" };
export const COUNTED = 8;

/** @attr by Length of the periods: `DAY`, `WEEK` or `MONTH`. */
export class Triangle extends raw(Tile) {
  static styles = [
    ...Tile.styles,
    css`
      header {
        flex-wrap: wrap;
      }
      .choices {
        flex-wrap: wrap;
      }
      .choices select {
        max-width: 11rem;
      }
      .scroll {
        max-height: 26rem;
      }
      .heat {
        border-collapse: separate;
        border-spacing: 2px;
      }
      .heat td {
        border: 1px solid transparent;
        border-radius: 4px;
        background: color-mix(in srgb, var(--accent) var(--heat, 0%), var(--card));
        text-align: right;
      }
      .heat td.size {
        background: none;
        color: var(--soft);
      }
      .heat th {
        border: 0;
      }
      .heat .open {
        border: 1px dashed var(--edge);
      }
      .heat tfoot td,
      .heat tfoot th {
        border: 0;
        font-weight: 600;
      }
      td[data-level="1"] {
        --heat: 5%;
      }
      td[data-level="2"] {
        --heat: 10%;
      }
      td[data-level="3"] {
        --heat: 15%;
      }
      td[data-level="4"] {
        --heat: 21%;
      }
      td[data-level="5"] {
        --heat: 27%;
      }
      td[data-level="6"] {
        --heat: 33%;
      }
      td[data-level="7"] {
        --heat: 39%;
      }
      td[data-level="8"] {
        --heat: 45%;
      }
      p {
        margin-top: 0.75rem;
        color: var(--soft);
        font-size: 0.75rem;
      }
    `,
  ];

  /** @type {Record<string, object>} */
  static properties = { start: { type: String }, by: { type: String }, groups: { state: true } };

  constructor() {
    super();
    this.start = "";
    this.by = "WEEK";
    /** @type {[string, string[]][]} */
    this.groups = [];
  }

  connectedCallback() {
    super.connectedCallback();
    void choicesOfSteps().then((groups) => (this.groups = groups));
  }

  isEmpty({ cohorts }) {
    return !cohorts.some(({ size }) => size);
  }

  emptyText() {
    return "Nobody started in this range: choose a longer one, or another start.";
  }

  /** A number of a period. @returns {number | null} */
  value(_period) {
    return null;
  }

  /** The same for reading. @returns {string} */
  text(_value, _answer) {
    return "";
  }

  /** A line below: the numbers of all cohorts together. @returns {unknown} */
  foot(_answer) {
    return nothing;
  }

  periods() {
    return html`<select aria-label="Periods of ${this.label}" @change=${(event) => this.tell({ by: event.target.value })}>
      ${Object.entries(PERIODS).map(([name, label]) => html`<option value=${name} .selected=${name === this.by}>${label}</option>`)}
    </select>`;
  }

  body(answer) {
    const cohorts = answer.cohorts.filter(({ size }) => size);
    const numbers = answer.cohorts[0].periods.map(({ number }) => number);
    const most = Math.max(0, ...cohorts.flatMap(({ periods }) => periods.map((period) => this.value(period) ?? 0))) || 1;
    return html`<div class="scroll" tabindex="0" role="region" aria-label="${this.label}, by period">
        <table class="heat">
          <caption class="unseen">${this.label}</caption>
          <thead><tr>
            <th scope="col">Started</th>
            <th scope="col" class="number">Viewers</th>
            ${numbers.map((number) => html`<th scope="col" class="number"><span class="unseen">Period </span>${number}</th>`)}
          </tr></thead>
          <tbody>
            ${cohorts.map(
              ({ start, label, size, periods }) => html`<tr>
                <th scope="row">${label ?? point(start, this.by, this.timezone)}</th>
                <td class="size">${count(size)}</td>
                ${periods.map((period) => this.cell(period, answer, most))}
              </tr>`,
            )}
          </tbody>
          ${this.foot(answer)}
        </table>
      </div>
      <p>Period 0 is that of the start. A dashed cell is of a period that is not over: its number may still grow.</p>`;
  }

  cell(period, answer, most) {
    const value = this.value(period);
    if (value === null) return html`<td><span class="unseen">${period.isOpen ? "not yet" : "unknown"}</span></td>`;
    return html`<td class=${period.isOpen ? "open" : ""} data-level=${Math.ceil(Math.sqrt(Math.max(0, value) / most) * LEVELS)}>
      ${this.text(value, answer)}${period.isOpen ? html`<span class="unseen">, not over</span>` : nothing}
    </td>`;
  }
}
