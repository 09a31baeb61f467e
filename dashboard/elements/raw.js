// What elements have in common that ask about raw events: a worker answers them, and it takes longer.

/**
 * @template {new (...args: any[]) => import("../tile.js").Tile} Base
 * @param {Base} base
 */
export function raw(base) {
  return class extends base {
    constructor(/** @type {any[]} */ ...given) {
      super(...given);
      this.every = "10s";
    }

    /** The variables that all of them share; no definition of a view changes their answers. */
    when() {
      const { range, timezone, include } = this.filters();
      return { range, timezone, include };
    }
  };
}
