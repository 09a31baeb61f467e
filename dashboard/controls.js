// What is asked for: range, time zone, definition of a view, comparison, theme.

import { RANGES, TRAFFIC, rangeOf, zones } from "./state.js";
import { session } from "./session.js";
import { html, nothing } from "./vendor/lit-3.3.3.js";


const OWN_DAYS = "days";
const DAY_MS = 86_400_000;

/** The definitions that the server has, once it was asked. @type {{ name: string, title: string }[]} */
let definitions = [];

const TYPING_MS = 700; // a date is typed in parts
/** @type {ReturnType<typeof setTimeout> | undefined} */
let typing;

/** @type {string[]} */
let allZones = [];

/**
 * @param {State} state
 * @param {boolean} ranged Whether the page has a range.
 * @param {(changed: Partial<State>) => void} change
 */
export function controlsOf(state, ranged, change) {
  if (!allZones.length) allZones = zones();
  const own = !Object.hasOwn(RANGES, state.range);
  const value = (event) => /** @type {HTMLSelectElement} */ (event.target).value;
  return html`<div class="controls">
    ${ranged
      ? html`<select aria-label="Range" @change=${(event) => change({ range: value(event) === OWN_DAYS ? lastDays(state.range, state.tz) : value(event) })}>
            ${Object.entries(RANGES).map(([name, { label }]) => html`<option value=${name} .selected=${name === state.range}>${label}</option>`)}
            <option value=${OWN_DAYS} .selected=${own}>Days of your choice</option>
          </select>
          ${own ? days(state.range, change) : nothing}
          <label class="check"><input type="checkbox" .checked=${state.compare} @change=${(event) => change({ compare: /** @type {HTMLInputElement} */ (event.target).checked })} /> Compare</label>`
      : nothing}
    <select aria-label="Time zone" class="zone" @change=${(event) => change({ tz: value(event) })}>
      ${(allZones.includes(state.tz) ? allZones : [state.tz, ...allZones]).map((zone) => html`<option value=${zone} .selected=${zone === state.tz}>${zone.replaceAll("_", " ")}</option>`)}
    </select>
    <select aria-label="What counts as a view" title="What counts as a view" class="zone" @focus=${(event) => void learn(event)} @change=${(event) => change({ definition: value(event) })}>
      ${(definitions.length ? definitions : [{ name: state.definition, title: state.definition }]).map(
        ({ name, title }) => html`<option value=${name} .selected=${name === state.definition}>${title === name ? name : `${title} (${name})`}</option>`,
      )}
    </select>
    <select aria-label="Traffic that counts" title="Traffic that counts" class="zone" @change=${(event) => change({ traffic: /** @type {State["traffic"]} */ (value(event)) })}>
      ${Object.entries(TRAFFIC).map(([name, { label }]) => html`<option value=${name} .selected=${name === state.traffic}>${label}</option>`)}
    </select>
    <select aria-label="Theme" @change=${(event) => change({ theme: /** @type {State["theme"]} */ (value(event)) })}>
      ${[["", "System"], ["light", "Light"], ["dark", "Dark"]].map(([name, label]) => html`<option value=${name} .selected=${name === state.theme}>${label}</option>`)}
    </select>
  </div>`;
}

function days(range, change) {
  const [first = "", last = ""] = range.split("_");
  const pick = (event) => {
    const inputs = /** @type {Element} */ (event.target).closest(".days")?.querySelectorAll("input") ?? [];
    const input = /** @type {HTMLInputElement} */ (event.target);
    const [from = "", to = ""] = [...inputs].map((one) => one.value);
    const picked = `${from}_${to}`;
    const isRange = rangeOf(picked) !== null;
    clearTimeout(typing);
    inputs.forEach((one) => one.setCustomValidity(""));
    if (!isRange) input.setCustomValidity(!from || !to ? "Both days are needed." : from > to ? "The last day is before the first." : "A range has five years at most.");
    typing = setTimeout(() => (isRange ? change({ range: picked }) : input.reportValidity()), TYPING_MS);
  };
  return html`<span class="days">
    <input type="date" aria-label="First day" .value=${first} @change=${pick} />
    <input type="date" aria-label="Last day" .value=${last} @change=${pick} />
  </span>`;
}

/** A range by its length as days that can be moved. */
function lastDays(range, timezone) {
  const length = Math.min(rangeOf(range)?.days ?? 7, 90);
  const today = Date.parse(new Intl.DateTimeFormat("en-CA", { timeZone: timezone }).format());
  const day = (back) => new Date(today - back * DAY_MS).toISOString().slice(0, 10);
  return `${day(length - 1)}_${day(0)}`;
}

/** Asks for the definitions when the reader wants to choose one. */
async function learn(event) {
  if (definitions.length || !session.connection) return;
  try {
    const { Definitions } = await import("./documents/more.js");
    definitions = await session.connection.ask(Definitions);
  } catch {
    return; // the one that is chosen stays
  }
  /** @type {any} */ (/** @type {Element} */ (event.target).closest("viewpulse-dashboard"))?.requestUpdate();
}
