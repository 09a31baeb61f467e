// A tile whose question is no subscription: it is asked again and again.

import { Tile } from "./tile.js";

const PAUSE_MS = 10_000;

export class Asked extends Tile {
  /** The answer, of the data of the whole document. */
  answerOf(/** @type {any} */ data) {
    return Object.values(data)[0];
  }

  ask(wanted, connection, sink) {
    return connection.read(wanted.document, wanted.variables, {
      next: (data) => {
        sink.next(this.answerOf(data));
        this.askLater(PAUSE_MS);
      },
      error: sink.error,
    });
  }
}
