// Steps of funnels, as addresses and attributes write them: `VIEW_START,watched50:video-1,.quiz_answered`, which is a type, half of
// a content, and an event of the application's own; `:` is followed by the id of the only content that counts.

import { words } from "./format.js";

/**
 * @param {string} step
 * @returns {{ what: string, content: string }}
 */
export function partsOf(step) {
  const [what = "", content = ""] = step.split(":").map(decoded);
  return { what, content };
}

/** @returns {string} */
export function stepOf({ what, content }) {
  return [what, content].filter(Boolean).map(encodeURIComponent).join(":");
}

/** A step as the API takes it. @returns {Record<string, unknown>} */
export function conditionOf(/** @type {string} */ step) {
  const { what, content } = partsOf(step);
  const of = content ? { contentId: content } : {};
  const [, percent] = /^watched(\d{1,3})$/.exec(what) ?? [];
  if (percent) return { watched: { percent: Number(percent), ...of } };
  return what.startsWith(".") ? { names: [what.slice(1)], ...of } : { types: [what], ...of };
}

/** How a step is called: `View start of video-1`. */
export function labelOf(/** @type {string} */ step) {
  const { what, content } = partsOf(step);
  return nameOf(what) + (content ? ` of ${content}` : "");
}

export function nameOf(/** @type {string} */ what) {
  if (what.startsWith(".")) return what.slice(1);
  return what.startsWith("watched") ? `Watched ${what.slice("watched".length)} %` : words(what);
}

/** The steps of a list. */
export const listOf = (/** @type {string} */ steps) => steps.split(",").filter(Boolean);

function decoded(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return part; // an address that was written by hand
  }
}
