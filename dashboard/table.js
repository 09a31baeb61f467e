// The answer of a tile as a table.

import { exact, shown } from "./format.js";
import { html } from "./vendor/lit-3.3.3.js";

/** A column. @returns {Column} */
export function column(/** @type {string} */ name, /** @type {string} */ label, /** @type {Kind} */ kind = "count") {
  return { name, label, kind };
}

/** A table of objects, whose fields are the columns. @returns {Table} */
export function listed(/** @type {Column[]} */ columns, /** @type {any[]} */ items) {
  return { columns, rows: items.map((one) => columns.map(({ name }) => one[name])) };
}

/** The page's table: values as they are read. */
export function tableOf({ columns, rows, open = -1 }, label, timezone) {
  const isNumber = ({ kind }) => kind !== "text" && kind !== "time";
  return html`<table>
    <caption class="unseen">${label}</caption>
    <thead><tr>${columns.map((column) => html`<th scope="col" class=${isNumber(column) ? "number" : ""}>${column.label}</th>`)}</tr></thead>
    <tbody>
      ${rows.map(
        (row, number) => html`<tr>
          ${columns.map((column, at) => {
            const value = row[at];
            const text = (column.kind === "count" && typeof value === "number" ? exact(value) : shown(value, column.kind, timezone)) + (number === open && !at ? ", so far" : "");
            return at ? html`<td class=${isNumber(column) ? "number" : ""}>${text}</td>` : html`<th scope="row">${text}</th>`;
          })}
        </tr>`,
      )}
    </tbody>
  </table>`;
}
