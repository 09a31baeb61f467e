// <viewpulse-returns>: which share of the viewers who started in a period came back in each period since.

import { RetentionLive } from "../documents/flow.js";
import { shown } from "../format.js";
import { conditionOf } from "../steps.js";
import { column } from "../table.js";
import { html } from "../vendor/lit-3.3.3.js";
import { stepSelect } from "../vocabulary.js";
import { COUNTED, Triangle } from "./triangle.js";

const FIRST_CHOICE = "VIEW_START";

/**
 * @attr start A step of steps.js; `VIEW_START` when left out.
 * @attr returns What counts as a return; any event when left out.
 */
export class Returns extends Triangle {
  static properties = { returns: { type: String } };

  constructor() {
    super();
    this.returns = "";
  }

  question() {
    const start = conditionOf(this.start || FIRST_CHOICE);
    const returns = this.returns ? conditionOf(this.returns) : null;
    return { document: RetentionLive, variables: { start, returns, by: this.by, periods: COUNTED, ...this.when() } };
  }

  value({ rate }) {
    return rate;
  }

  text(value) {
    return shown(value, "percent");
  }

  choices() {
    const { groups, label } = this;
    return html`${stepSelect({ label: `Start of ${label}`, value: this.start || FIRST_CHOICE, groups, change: (start) => this.tell({ start }) })}
    ${stepSelect({ label: `Return of ${label}`, value: this.returns, groups, none: "Any return", change: (returns) => this.tell({ returns }) })}
    ${this.periods()}`;
  }

  foot({ means }) {
    return html`<tfoot><tr>
      <th scope="row">Together</th>
      <td></td>
      ${means.map(({ rate }) => html`<td>${shown(rate, "percent")}</td>`)}
    </tr></tfoot>`;
  }

  /** @returns {Table} */
  table({ cohorts }) {
    return {
      columns: [
        ...[column("start", "Started", "time"), column("size", "Viewers"), column("number", "Period")],
        ...[column("isOpen", "Not over", "text"), column("retained", "Returned"), column("rate", "Share", "percent")],
      ],
      rows: cohorts.flatMap(({ start, size, periods }) =>
        periods.map(({ number, isOpen, retained, rate }) => [start, size, number, isOpen, retained, rate]),
      ),
    };
  }
}

customElements.define("viewpulse-returns", Returns);
