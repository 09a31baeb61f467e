// What elements about social networks share: a value, or why there is none.

import { shown, words } from "../format.js";
import { html } from "../vendor/lit-3.3.3.js";

/**
 * A cell with a number of a network; where there is none, a dash that says why.
 *
 * @param {{ value: number | null, provenance: string, reason: string | null }} number
 * @param {Kind} kind
 * @param {string} [name] Of the class.
 */
export function numberCell({ value, provenance, reason }, kind = "count", name = "") {
  const why = value === null ? (reason ? words(reason) : "Unknown") : words(provenance);
  return html`<td class="number ${name}" title=${why}>${shown(value, kind)}${value === null ? html`<span class="unseen"> ${why}</span>` : ""}</td>`;
}

/** The values of numbers of networks, for a table. */
export const valuesOf = (metrics, /** @type {string[]} */ names) => names.map((name) => metrics[name].value);

/** The name of a network. */
export function networkName(/** @type {string} */ network) {
  const names = /** @type {Record<string, string>} */ ({ X: "X", LINKEDIN: "LinkedIn", TIKTOK: "TikTok", YOUTUBE: "YouTube" });
  return names[network] ?? words(network);
}
