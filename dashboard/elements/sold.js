// <viewpulse-sold>: what sold best in one currency: contents, creators, products, campaigns or means of payment.

import { RevenueBreakdownLive } from "../documents/flow.js";
import { count } from "../format.js";
import { UsualCurrency, money } from "../money.js";
import { column } from "../table.js";
import { Tile } from "../tile.js";
import { css, html } from "../vendor/lit-3.3.3.js";

const FIRST = 10;

/** @type {Record<string, string>} */
const SPLITS = { CONTENT: "Contents", CREATOR: "Creators", PRODUCT: "Products", CAMPAIGN: "Campaigns", PAYMENT_METHOD: "Means of payment" };

/**
 * @attr split What is listed: `CONTENT`, `CREATOR`, `PRODUCT`, `CAMPAIGN` or `PAYMENT_METHOD`.
 * @attr currency The one with most orders when left out.
 */
export class Sold extends Tile {
  static styles = [
    ...Tile.styles,
    css`
      th.name {
        max-width: 0;
        width: 45%;
        overflow: hidden;
        text-overflow: ellipsis;
      }
      @container (max-width: 34rem) {
        .wide {
          display: none;
        }
      }
    `,
  ];

  static properties = { split: { type: String }, currency: { type: String } };

  constructor() {
    super();
    this.split = "CONTENT";
    this.currency = "";
    this.usual = new UsualCurrency(this);
  }

  question() {
    const { range, timezone, include } = this.filters();
    const of = this.about();
    const currency = this.currency || this.usual.of({ of, range });
    if (!currency) return null;
    return { document: RevenueBreakdownLive, variables: { of, currency, by: this.split, first: FIRST, range, timezone, include } };
  }

  stateNow() {
    return !this.currency && this.usual.found === "" ? "empty" : super.stateNow();
  }

  isEmpty({ breakdown }) {
    return breakdown.edges.length === 0;
  }

  emptyText() {
    return "Nothing was sold in this range: choose a longer one.";
  }

  choices() {
    return html`<select aria-label="Lines of ${this.label}" @change=${(event) => this.tell({ split: event.target.value })}>
      ${Object.entries(SPLITS).map(([name, label]) => html`<option value=${name} .selected=${name === this.split}>${label}</option>`)}
    </select>`;
  }

  body({ breakdown: { edges, totalCount } }) {
    return html`<table>
        <caption class="unseen">${this.label}</caption>
        <thead><tr>
          <th scope="col">${SPLITS[this.split] ?? this.split}</th>
          <th scope="col" class="number">Gross</th>
          <th scope="col" class="number wide">Refunds</th>
          <th scope="col" class="number">Net</th>
          <th scope="col" class="number wide">Orders</th>
          <th scope="col" class="number wide">Buyers</th>
        </tr></thead>
        <tbody>
          ${edges.map(
            ({ node: { value, label, money: paid } }) => html`<tr>
              <th scope="row" class="name">${label ?? value ?? "Unknown"}</th>
              <td class="number">${money(paid.gross, paid.currency)}</td>
              <td class="number wide">${money(paid.refunds, paid.currency)}</td>
              <td class="number">${money(paid.net, paid.currency)}</td>
              <td class="number wide">${count(paid.orders)}</td>
              <td class="number wide">${count(paid.buyers)}</td>
            </tr>`,
          )}
        </tbody>
      </table>
      ${totalCount > edges.length ? html`<p class="soft">${edges.length} of ${count(totalCount)}</p>` : ""}`;
  }

  /** @returns {Table} */
  table({ breakdown: { edges } }) {
    const amounts = ["gross", "refunds", "net", "gifts", "orders", "averageOrder", "buyers"];
    return {
      columns: [
        ...[column("value", SPLITS[this.split] ?? this.split, "text"), column("label", "Name", "text"), column("currency", "Currency", "text")],
        ...[column("gross", "Gross, minor units"), column("refunds", "Refunds, minor units"), column("net", "Net, minor units")],
        ...[column("gifts", "Gifts, minor units"), column("orders", "Orders"), column("averageOrder", "Average order, minor units", "score"), column("buyers", "Buyers")],
      ],
      rows: edges.map(({ node: { value, label, money: paid } }) => [value, label, paid.currency, ...amounts.map((name) => paid[name])]),
    };
  }
}

customElements.define("viewpulse-sold", Sold);
