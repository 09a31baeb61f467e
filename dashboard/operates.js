// Operators: no project knows them, so `me` is not for them.

import { Projects } from "./documents/settings.js";

/** Those who manage projects, if the token is one of theirs. @returns {Promise<Me | null>} */
export function whoOperates(/** @type {import("./live.js").Connection} */ connection) {
  return connection.ask(Projects, { first: 1 }).then(
    () => ({ userId: "", role: "OPERATOR", creator: null }),
    () => null,
  );
}
