// Steps of funnels, as addresses and attributes write them: `VIEW_START,watched50:video-1,.quiz_answered;.answer=yes`, which is a
// type, half of a content, and an event of the application's own with a property; `:` is followed by the id of the only content that
// counts, `;` by what else is said: `optional`, `within=1h`, and `after=1`, `before=3` of what ends an attempt between these steps.

import { words } from "./format.js";

/** @typedef {{ what: string, content: string, optional: boolean, within: string, after: string, before: string, properties: [string, string][] }} Parts */

/** @type {Parts} */
const PLAIN = { what: "", content: "", optional: false, within: "", after: "", before: "", properties: [] };

/** @returns {Parts} */
export function partsOf(/** @type {string} */ step) {
  const [head = "", ...options] = step.split(";");
  const [what = "", content = ""] = head.split(":").map(decoded);
  const parts = { ...PLAIN, what, content, properties: /** @type {[string, string][]} */ ([]) };
  for (const option of options) {
    const [name = "", value = ""] = option.split("=").map(decoded);
    if (name === "optional") parts.optional = true;
    else if (name === "within" || name === "after" || name === "before") parts[name] = value;
    else if (name.startsWith(".")) parts.properties.push([name.slice(1), value]);
  }
  return parts;
}

/** @returns {string} */
export function stepOf(/** @type {Partial<Parts>} */ parts) {
  const { what, content, optional, within, after, before, properties } = { ...PLAIN, ...parts };
  const said = { within, after, before };
  return [
    [what, content].filter(Boolean).map(encodeURIComponent).join(":"),
    ...(optional ? ["optional"] : []),
    ...Object.entries(said).flatMap(([name, value]) => (value ? `${name}=${encodeURIComponent(value)}` : [])),
    ...properties.map(([name, value]) => `.${encodeURIComponent(name)}=${encodeURIComponent(value)}`),
  ].join(";");
}

/** What a step demands of an event, as the API takes it. @returns {Record<string, unknown>} */
export function conditionOf(/** @type {string} */ step) {
  const { what, content, properties } = partsOf(step);
  const of = {
    ...(content ? { contentId: content } : {}),
    ...(properties.length ? { properties: Object.fromEntries(properties.map(([name, text]) => [name, valueOf(text)])) } : {}),
  };
  const [, percent] = /^watched(\d{1,3})$/.exec(what) ?? [];
  if (percent) return { watched: { percent: Number(percent), ...of } };
  return what.startsWith(".") ? { names: [what.slice(1)], ...of } : { types: [what], ...of };
}

/** A step of a funnel as the API takes it. */
export function stepInput(/** @type {string} */ step) {
  const { optional, within } = partsOf(step);
  return { ...conditionOf(step), ...(optional ? { optional } : {}), ...(within ? { within } : {}) };
}

/** What ends an attempt, as the API takes it. */
export function exclusionInput(/** @type {string} */ step) {
  const { after, before } = partsOf(step);
  return { ...conditionOf(step), ...(after ? { after: Number(after) } : {}), ...(before ? { before: Number(before) } : {}) };
}

/** How a step is called: `View start of video-1`, `quiz_answered, answer yes`. */
export function labelOf(/** @type {string} */ step) {
  const { what, content, properties } = partsOf(step);
  return nameOf(what) + (content ? ` of ${content}` : "") + properties.map(([name, value]) => `, ${name} ${value}`).join("");
}

export function nameOf(/** @type {string} */ what) {
  if (what.startsWith(".")) return what.slice(1);
  return what.startsWith("watched") ? `Watched ${what.slice("watched".length)} %` : words(what);
}

/** The steps of a list. */
export const listOf = (/** @type {string} */ steps) => steps.split(",").filter(Boolean);

/** A property's value: a number, true, false, a text in quotes, or the text itself. */
function valueOf(/** @type {string} */ text) {
  try {
    const value = JSON.parse(text);
    return value !== null && typeof value === "object" ? text : value;
  } catch {
    return text;
  }
}

function decoded(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return part; // an address that was written by hand
  }
}
