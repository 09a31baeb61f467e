// The menu of a tile: its answer as a table, as a file and as a picture.

import { exact, moment, shown } from "./format.js";
import { html } from "./vendor/lit-3.3.3.js";

/** @typedef {import("./tile.js").Tile} Tile */

/** The menu itself. */
export function menuOf(/** @type {Tile} */ tile) {
  return html`<details class="menu" @focusout=${shut} @keydown=${escape}>
    <summary aria-label="More of ${tile.label}" title="Table, CSV, picture"><span aria-hidden="true">⋯</span></summary>
    <div>
      <button data-do="table" aria-pressed=${tile.asTable} @click=${() => turn(tile)}>Show as table</button>
      <button data-do="csv" @click=${() => void saveCsv(tile)}>Save as CSV</button>
      <button data-do="png" @click=${() => void savePng(tile)}>Save as picture</button>
      <p>as of ${tile.asOf(moment)}</p>
    </div>
  </details>`;
}

/** The answer as a table. */
export function tableIn(/** @type {Tile} */ tile) {
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${tile.label}, as a table">
    ${tableOf(tile.table(tile.answer), tile.label, tile.timezone)}
  </div>`;
}

/** Shows the table, or the chart again; the page has it in its address. */
function turn(tile) {
  tile.asTable = !tile.asTable;
  tile.dispatchEvent(new CustomEvent("viewpulse-table", { bubbles: true, composed: true }));
}

function shut(event) {
  const menu = /** @type {HTMLDetailsElement} */ (event.currentTarget);
  if (!menu.contains(/** @type {Node | null} */ (event.relatedTarget))) menu.open = false;
}

function escape(event) {
  if (event.key !== "Escape") return;
  const menu = /** @type {HTMLDetailsElement} */ (event.currentTarget);
  menu.open = false;
  menu.querySelector("summary")?.focus();
}

async function saveCsv(tile) {
  const { csvOf, download } = await import("./csv.js");
  download(csvOf(tile.table(tile.answer)), `${fileName(tile)}.csv`);
}

async function savePng(tile) {
  const [{ pngOf }, { download }] = await Promise.all([import("./picture.js"), import("./csv.js")]);
  download(await pngOf(tile), `${fileName(tile)}.png`);
}

function fileName({ label, content, creator }) {
  return `${label} ${content || creator || "all"}`.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "-").slice(0, 80);
}

/** The page's table: values as they are read. */
function tableOf({ columns, rows, open = -1 }, label, timezone) {
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
