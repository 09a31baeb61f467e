// Mutations. What is asked over the socket is asked again with each new connection: a key would be made twice.

import { failureOf } from "./live.js";

const PATIENCE_MS = 30_000;

/**
 * Runs a mutation of one root field, once.
 *
 * @param {import("./live.js").Connection | null} connection
 * @param {string} document
 * @param {Record<string, unknown>} [variables]
 * @returns {Promise<any>} The value of the field; rejected with a Failure.
 */
export async function change(connection, document, variables = {}) {
  if (!connection) return null;
  let answer;
  try {
    const response = await fetch(connection.url.replace(/^ws/, "http"), {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${connection.token}` },
      body: JSON.stringify({ query: document, variables }),
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    answer = await response.json();
  } catch {
    throw { code: "UNAVAILABLE", message: "There is no answer, so it may have been done: look before you try again.", retryAfter: 0 };
  }
  if (answer.errors?.length) throw failureOf(answer.errors);
  return Object.values(answer.data)[0];
}
