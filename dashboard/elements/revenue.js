// <viewpulse-revenue>: what was paid over time, in one currency, and in all of them below.

import { RevenueLive } from "../documents/flow.js";
import { Chart } from "../chart.js";
import { change, count, place, point } from "../format.js";
import { money } from "../money.js";
import { intervalOf } from "../state.js";
import { column } from "../table.js";
import { css, html, nothing } from "../vendor/lit-3.3.3.js";

/**
 * @attr currency The one that is drawn; the one with most orders when left out.
 * @attr compare Whether the change since the period before is shown.
 */
export class RevenueChart extends Chart {
  static styles = [
    ...Chart.styles,
    css`
      .wide {
        position: relative;
        margin-top: 0.75rem;
        overflow-x: auto;
      }
    `,
  ];

  static properties = { currency: { type: String }, compare: { type: Boolean } };

  constructor() {
    super();
    this.currency = "";
    this.compare = false;
  }

  question() {
    const of = this.about();
    return { document: RevenueLive, variables: { of, by: intervalOf(this.range), ...this.filters() } };
  }

  isEmpty({ totals }) {
    return totals.length === 0;
  }

  emptyText() {
    return "Nothing was sold in this range: choose a longer one.";
  }

  /** The totals, those with most orders first. */
  sorted({ totals }) {
    return totals.toSorted((a, b) => b.orders - a.orders);
  }

  /** The totals of the currency that is drawn. */
  drawn(answer) {
    const all = this.sorted(answer);
    return all.find(({ currency }) => currency === this.currency) ?? all[0];
  }

  choices() {
    if (!this.answer?.totals.length) return nothing;
    const { currency } = this.drawn(this.answer);
    return html`<select aria-label="Currency of ${this.label}" @change=${(event) => this.tell({ currency: event.target.value })}>
      ${this.sorted(this.answer).map((one) => html`<option value=${one.currency} .selected=${one.currency === currency}>${one.currency}</option>`)}
    </select>`;
  }

  /** @returns {Drawing} */
  draw(answer) {
    const { currency, decimals } = this.drawn(answer);
    const { by, points } = answer.series;
    // a point without this currency is one in which nothing was sold in it
    const values = (name) => points.map(({ totals }) => (totals.find((one) => one.currency === currency)?.[name] ?? 0) / 10 ** decimals);
    return {
      x: points.map(({ start }) => Date.parse(start) / 1000),
      lines: [
        { label: `Net, ${currency}`, values: values("net"), colour: "accent", kind: "score", filled: true },
        { label: `Gross, ${currency}`, values: values("gross"), colour: "before", kind: "score", dashed: true },
      ],
      isTime: true,
      place: (at) => place(at, by, answer.timezone),
      name: (at) => point(points[at]?.start ?? answer.range.start, by, answer.timezone),
    };
  }

  body(answer) {
    return html`${super.body(answer)}
      <div class="wide" tabindex="0" role="region" aria-label="${this.label}, by currency">
        <table>
          <caption class="unseen">${this.label} by currency</caption>
          <thead><tr>
            <th scope="col">Currency</th>
            <th scope="col" class="number">Net</th>
            ${this.compare ? html`<th scope="col" class="number">Change</th>` : nothing}
            <th scope="col" class="number">Gross</th>
            <th scope="col" class="number">Refunds</th>
            <th scope="col" class="number">Gifts</th>
            <th scope="col" class="number">Orders</th>
            <th scope="col" class="number">Average order</th>
            <th scope="col" class="number">Buyers</th>
          </tr></thead>
          <tbody>${this.sorted(answer).map((one) => this.line(one, answer))}</tbody>
        </table>
      </div>`;
  }

  line(one, { previous }) {
    const { currency } = one;
    const amount = (name) => html`<td class="number">${money(one[name], currency)}</td>`;
    return html`<tr>
      <th scope="row">${currency}</th>
      ${amount("net")}${this.compare ? this.changed(previous?.totals.find((before) => before.currency === currency)?.net.changePercent ?? null) : nothing}
      ${amount("gross")}${amount("refunds")}${amount("gifts")}
      <td class="number">${count(one.orders)}</td>
      ${amount("averageOrder")}
      <td class="number">${count(one.buyers)}</td>
    </tr>`;
  }

  changed(percent) {
    if (percent === null) return html`<td class="number soft">–</td>`;
    return html`<td class="number ${percent < 0 ? "down" : "up"}">${change(percent)}</td>`;
  }

  /** @returns {Table} */
  table({ series }) {
    return {
      columns: [
        ...[column("start", "Start", "time"), column("currency", "Currency", "text"), column("gross", "Gross, minor units")],
        ...[column("net", "Net, minor units"), column("orders", "Orders")],
      ],
      rows: series.points.flatMap(({ start, totals }) => totals.map((one) => [start, one.currency, one.gross, one.net, one.orders])),
    };
  }
}

customElements.define("viewpulse-revenue", RevenueChart);
