// Amounts of money: answers have them in minor units of a currency.

import { Revenue } from "./documents/flow.js";
import { session } from "./session.js";

/**
 * `12,50 €`, as people of this browser's language read it; a dash where it is unknown.
 *
 * @param {number | null} minor
 * @param {string} currency ISO 4217.
 */
export function money(minor, currency) {
  if (minor === null) return "–";
  const format = new Intl.NumberFormat(undefined, { style: "currency", currency });
  return format.format(minor / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2));
}

/**
 * The currencies that something was sold in, those with most orders first.
 *
 * @param {Record<string, unknown>} variables `of` and `range`.
 * @returns {Promise<string[]>}
 */
export async function currenciesOf(variables) {
  const { totals } = (await session.connection?.ask(Revenue, { by: "MONTH", ...variables })) ?? { totals: [] };
  return totals.toSorted((a, b) => b.orders - a.orders).map(({ currency }) => currency);
}
