// What can be chosen as a step: the types of events, how much was watched, and the application's own events that occurred.

import { EventCounts, EventVocabulary } from "./documents/flow.js";
import { words } from "./format.js";
import { session } from "./session.js";
import { nameOf } from "./steps.js";
import { html, nothing } from "./vendor/lit-3.3.3.js";

const RECENTLY = { days: 28 };
const WATCHED = [25, 50, 75, 90].map((percent) => `watched${percent}`);

/** What the connection was told. @type {{ connection: unknown, groups: Promise<[string, string[]][]> } | null} */
let known = null;

/**
 * The choices by their family. They are asked for once; without an answer, there are none.
 *
 * @returns {Promise<[string, string[]][]>}
 */
export function choicesOfSteps() {
  if (known?.connection !== session.connection) known = { connection: session.connection, groups: learn(session.connection) };
  return known?.groups ?? Promise.resolve([]);
}

/** @returns {Promise<[string, string[]][]>} */
async function learn(connection) {
  if (!connection) return [];
  try {
    const [types, counts] = await Promise.all([
      connection.ask(EventVocabulary),
      connection.ask(EventCounts, { by: "MONTH", types: ["CUSTOM"], range: RECENTLY }),
    ]);
    /** @type {Map<string, string[]>} */
    const families = new Map();
    for (const { type, countedAs, family } of types) {
      if (type === countedAs && type !== "CUSTOM") families.set(words(family), [...(families.get(words(family)) ?? []), type]);
    }
    /** @type {string[]} */
    const own = counts.totals.counts.map(({ name }) => name && `.${name}`).filter(Boolean);
    /** @type {[string, string[]][]} */
    const groups = [...families, ["Watched", WATCHED], ["Your own", own]];
    return groups.filter(([, all]) => all.length);
  } catch {
    known = null; // it is asked again
    return [];
  }
}

/**
 * A select of them.
 *
 * @param {{ label: string, value: string, groups: [string, string[]][], none?: string, wrong?: boolean, change: (value: string) => void }} of `none`
 *   is the label of the empty value; without one it cannot be chosen.
 */
export function stepSelect({ label, value, groups, none = "", wrong = false, change }) {
  const isListed = groups.some(([, all]) => all.includes(value));
  const option = (what) => html`<option value=${what} .selected=${what === value}>${nameOf(what)}</option>`;
  return html`<select aria-label=${label} aria-invalid=${wrong} @change=${(event) => change(/** @type {HTMLSelectElement} */ (event.target).value)}>
    ${none ? html`<option value="" .selected=${!value}>${none}</option>` : nothing}
    ${value && !isListed ? option(value) : nothing}
    ${groups.map(([family, all]) => html`<optgroup label=${family}>${all.map(option)}</optgroup>`)}
  </select>`;
}
