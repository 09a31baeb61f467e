// Tiles whose questions are asked again and again: they are no subscriptions, or their answers change by themselves.

import { Tile } from "./tile.js";

const PAUSE_MS = 10_000;

/**
 * @template {new (...args: any[]) => Tile} Base
 * @param {Base} base
 */
export function asked(base, pause = PAUSE_MS) {
  return class extends base {
    /** The answer, of the data of the whole document. */
    answerOf(/** @type {any} */ data) {
      return Object.values(data)[0];
    }

    ask(wanted, connection, sink) {
      return connection.read(wanted.document, wanted.variables, {
        next: (data) => {
          sink.next(this.answerOf(data));
          this.askLater(pause);
        },
        error: sink.error,
      });
    }
  };
}

export const Asked = asked(Tile);
