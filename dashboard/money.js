// Amounts of money: answers have them in minor units of a currency.

import { Revenue } from "./documents/flow.js";

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

/** The currency with most orders, which a tile shows until its reader chooses another one. */
export class UsualCurrency {
  constructor(/** @type {import("./tile.js").Tile} */ tile) {
    this.tile = tile;
    this.key = "";
    /** @type {import("./live.js").Connection | null} */
    this.connection = null;
    /** @type {string | null} */
    this.found = null;
  }

  /**
   * @param {Record<string, unknown>} variables `of` and `range`.
   * @returns {string | null} Empty: nothing was sold. Null: it is not known yet; the tile is updated when it is.
   */
  of(variables) {
    const key = JSON.stringify(variables);
    const { connection } = this.tile;
    if (connection && (key !== this.key || connection !== this.connection)) {
      Object.assign(this, { key, connection, found: null });
      void this.ask(connection, key, variables);
    }
    return this.found;
  }

  async ask(connection, key, variables) {
    const { tile } = this;
    try {
      const { totals } = await connection.ask(Revenue, { by: "MONTH", ...variables });
      if (key === this.key) this.found = totals.toSorted((a, b) => b.orders - a.orders)[0]?.currency ?? "";
    } catch (error) {
      if (key !== this.key) return;
      const failure = (tile.failure = /** @type {Failure} */ (error));
      if (failure.retryAfter) setTimeout(() => ((this.key = ""), tile.follow()), failure.retryAfter * 1000);
    }
    tile.judge();
    tile.requestUpdate();
  }
}
