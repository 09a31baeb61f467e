// <viewpulse-series>: one number by minute, hour, day, week or month, with the period before.

import { SeriesLive } from "../documents/first.js";
import { Chart } from "../chart.js";
import { place, point } from "../format.js";
import { METRICS } from "../metrics.js";
import { intervalOf } from "../state.js";
import { column } from "../table.js";
import { html } from "../vendor/lit-3.3.3.js";

const LAST_HOUR = { last: "1h" };

/**
 * @attr metric Name of a number of a point, such as `watchTime`.
 * @attr interval `MINUTE` shows the last hour; left out, it follows from the range.
 * @fires viewpulse-change With the metric that is chosen.
 * @attr compare Whether the period before is drawn.
 */
export class Series extends Chart {
  static properties = {
    metric: { type: String },
    interval: { type: String },
    compare: { type: Boolean },
  };

  constructor() {
    super();
    this.metric = "views";
    this.interval = "";
    this.compare = false;
  }

  question() {
    const by = this.interval || intervalOf(this.range);
    const range = by === "MINUTE" ? { range: LAST_HOUR } : {};
    return { document: SeriesLive, variables: { of: this.about(), by, compare: this.compare, ...this.filters(), ...range } };
  }

  measured() {
    return METRICS[this.metric] ?? { label: this.metric, kind: /** @type {Kind} */ ("count") };
  }

  isEmpty(answer) {
    const has = (totals) => totals && (totals.views || totals.plays || totals.impressions || totals[this.metric]);
    return !has(answer.totals) && !has(answer.previous?.totals);
  }

  emptyText() {
    return this.interval === "MINUTE" ? "Nothing was played in the last hour. What apps send is here within seconds." : super.emptyText();
  }

  choices() {
    return html`<select aria-label="Number of ${this.label}" @change=${this.choose}>
      ${Object.entries(METRICS).map(([name, { label }]) => html`<option value=${name} .selected=${name === this.metric}>${label}</option>`)}
    </select>`;
  }

  choose(event) {
    this.metric = /** @type {HTMLSelectElement} */ (event.target).value;
    this.tell({ metric: this.metric });
  }

  /** @returns {Drawing} */
  draw(answer) {
    const { label, kind } = this.measured();
    const values = (points) => points.map((one) => one[this.metric] ?? null);
    const before = answer.previous?.points;
    const open = running(answer);
    const bars = answer.by === "MINUTE";
    return {
      x: answer.points.map((one) => Date.parse(one.start) / 1000),
      lines: [
        { label, kind, values: past(answer).map((one) => one?.[this.metric] ?? null), colour: "accent", ...(bars ? { bars } : { filled: true }) },
        ...(before ? [{ label: "Period before", kind, values: aligned(values(before), answer.points.length), colour: "before", dashed: true }] : []),
      ],
      isTime: true,
      open,
      place: (at) => place(at, answer.by, answer.timezone),
      name: (at) => point(answer.points[at]?.start ?? answer.range.start, answer.by, answer.timezone) + (at === open ? ", so far" : ""),
    };
  }

  /** @returns {Table} */
  table(answer) {
    const { label, kind } = this.measured();
    const before = answer.previous?.points;
    return {
      columns: [column("start", "Start", "time"), column(this.metric, label, kind), ...(before ? [column(`previous.${this.metric}`, "Period before", kind)] : [])],
      open: running(answer),
      rows: past(answer).map((one, at) => [
        answer.points[at].start,
        one?.[this.metric] ?? null,
        ...(before ? [before[at]?.[this.metric] ?? null] : []),
      ]),
    };
  }
}

/** The points, and null for those that have not begun. */
function past({ points, asOf }) {
  return points.map((one) => (Date.parse(one.start) > Date.parse(asOf) ? null : one));
}

/** The place of the point that still runs; -1: none does. */
function running({ points, asOf }) {
  const now = Date.parse(asOf);
  return points.findIndex(({ start, end }) => Date.parse(start) <= now && now < Date.parse(end));
}

/** As many values as there are points: a month may be longer than the one before. */
function aligned(values, length) {
  return Array.from({ length }, (_, at) => values[at] ?? null);
}

customElements.define("viewpulse-series", Series);
