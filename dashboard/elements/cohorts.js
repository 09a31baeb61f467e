// <viewpulse-cohorts>: what viewers who started in a period do in each period since: come back, watch and pay.

import { CohortsLive } from "../documents/flow.js";
import { duration, shown } from "../format.js";
import { UsualCurrency, money } from "../money.js";
import { conditionOf } from "../steps.js";
import { column } from "../table.js";
import { html } from "../vendor/lit-3.3.3.js";
import { stepSelect } from "../vocabulary.js";
import { COUNTED, Triangle } from "./triangle.js";

/** @type {Record<string, string>} */
const NUMBERS = { rate: "Came back", watchTime: "Watch time", revenue: "Revenue", lifetimeValue: "Lifetime value" };

/**
 * @attr start A step of steps.js; when the viewer was first seen when left out.
 * @attr number `rate`, `watchTime`, `revenue` or `lifetimeValue`.
 * @attr currency Of the last two; the one with most orders when left out.
 */
export class Cohorts extends Triangle {
  static properties = { number: { type: String }, currency: { type: String } };

  constructor() {
    super();
    this.number = "rate";
    this.currency = "";
    this.usual = new UsualCurrency(this);
  }

  get paid() {
    return this.number === "revenue" || this.number === "lifetimeValue";
  }

  question() {
    const start = this.start ? conditionOf(this.start) : null;
    const when = this.when();
    const currency = this.paid ? this.currency || this.usual.of({ of: { platform: true }, range: when.range }) : "";
    if (currency === null) return null;
    return { document: CohortsLive, variables: { start, currency: currency || null, by: this.by, periods: COUNTED, ...when } };
  }

  value(period) {
    return period[this.number] ?? null;
  }

  text(value, { currency }) {
    if (this.number === "rate") return shown(value, "percent");
    return this.paid ? money(value, currency) : duration(value);
  }

  choices() {
    const { groups, label } = this;
    return html`${stepSelect({ label: `Start of ${label}`, value: this.start, groups, none: "First seen", change: (start) => this.tell({ start }) })}
      <select aria-label="Number of ${label}" @change=${(event) => this.tell({ number: event.target.value })}>
        ${Object.entries(NUMBERS).map(([name, text]) => html`<option value=${name} .selected=${name === this.number}>${text}</option>`)}
      </select>
      ${this.periods()}`;
  }

  /** @returns {Table} */
  table({ cohorts, currency }) {
    const unit = currency ? `, minor units of ${currency}` : "";
    return {
      columns: [
        ...[column("start", "Started", "time"), column("size", "Viewers"), column("number", "Period"), column("isOpen", "Not over", "text")],
        ...[column("rate", "Came back", "percent"), column("watchTime", "Watch time", "seconds")],
        ...[column("revenue", `Revenue${unit}`), column("lifetimeValue", `Lifetime value${unit}`, "score")],
      ],
      rows: cohorts.flatMap(({ start, size, periods }) =>
        periods.map((one) => [start, size, one.number, one.isOpen, one.rate, one.watchTime, one.revenue, one.lifetimeValue]),
      ),
    };
  }
}

customElements.define("viewpulse-cohorts", Cohorts);
