// Everything the page shows is in its address: this module reads it from there, and writes it back.

import { METRICS } from "./metrics.js";

/** Ranges that have a name, as the API takes them. */
export const RANGES = {
  today: { label: "Today", input: { calendar: { unit: "DAY" } }, days: 1 },
  "24h": { label: "24 hours", input: { last: "24h" }, days: 1 },
  "7d": { label: "7 days", input: { days: 7 }, days: 7 },
  "28d": { label: "28 days", input: { days: 28 }, days: 28 },
  "90d": { label: "90 days", input: { days: 90 }, days: 90 },
  "12m": { label: "12 months", input: { months: 12 }, days: 365 },
};

/** What is counted besides viewers, as addresses call it: bots, and creators who view what is their own. */
export const TRAFFIC = /** @type {const} */ ({
  "": { label: "Viewers only", input: null },
  bots: { label: "And bots", input: { bots: true } },
  own: { label: "And creators' own views", input: { selfViews: true } },
  all: { label: "All traffic", input: { bots: true, selfViews: true } },
});

const DAY_MS = 86_400_000;
const DAYS = /^(\d{4}-\d\d-\d\d)_(\d{4}-\d\d-\d\d)$/;
const MAX_DAYS = 1826;

/**
 * The range of an address as the API takes it, with its length in days; null for what is no range.
 *
 * @param {string} range
 * @returns {{ input: Record<string, unknown>, days: number, label: string } | null}
 */
export function rangeOf(range) {
  if (Object.hasOwn(RANGES, range)) return RANGES[/** @type {keyof typeof RANGES} */ (range)];
  const [, first = "", last = ""] = DAYS.exec(range) ?? [];
  const [from, to] = [Date.parse(first), Date.parse(last)];
  const days = (to - from) / DAY_MS + 1;
  if (!(days >= 1 && days <= MAX_DAYS)) return null;
  const end = new Date(to + DAY_MS).toISOString().slice(0, 10); // the last day belongs to it
  return { input: { between: { start: first, end } }, days, label: first === last ? first : `${first} – ${last}` };
}

/** How long the points of a series over a range are. */
export function intervalOf(range) {
  const { days } = rangeOf(range) ?? { days: 28 };
  if (days <= 2) return "HOUR";
  if (days <= 92) return "DAY";
  return days <= 370 ? "WEEK" : "MONTH";
}

/** Whether this browser knows a zone of this name. */
export function isZone(name) {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** The zones that can be chosen. */
export const zones = () => ["UTC", ...Intl.supportedValuesOf("timeZone").filter((zone) => zone !== "UTC")];

const own = new Intl.DateTimeFormat().resolvedOptions().timeZone;

/** What is shown when the address says nothing. */
const INITIAL = /** @type {State} */ ({
  ...{ page: "now", content: "", creator: "", workspace: "", account: "", range: "28d", tz: isZone(own) ? own : "UTC", definition: "start@1", traffic: "" },
  ...{ compare: true, metric: "views", steps: "VIEW_START,VIEW_COMPLETE,LIKE", window: "7d", order: "ORDERED", start: "", returns: "", by: "WEEK", number: "rate" },
  ...{ currency: "", split: "CONTENT", exclusions: "", sources: "SOURCE", audience: "COUNTRY", theme: "" },
  ...{ sort: "", search: "", after: "", before: "", tables: "" },
});
/** What another page has nothing of. @type {Partial<State>} */
export const ELSEWHERE = { sort: "", search: "", after: "", before: "", tables: "" };
/** What can change while a list stays where it is. */
const APART = ["after", "before", "tables", "metric", "compare", "sources", "audience", "theme"];

/** A state with changes. Another question begins at the first page of its list. */
export function changedBy(state, changed) {
  const stays = Object.keys(changed).every((name) => APART.includes(name));
  return { ...state, ...(stays ? {} : { after: "", before: "" }), ...changed };
}

/** What the address says in any case, so that it shows the same elsewhere. */
const SAID = ["page", "range", "tz", "definition", "compare"];

/** @type {Record<string, (value: string) => boolean>} */
const GOOD = {
  range: (value) => rangeOf(value) !== null,
  tz: isZone,
  definition: (value) => /^\w{1,40}@\d{1,3}$/.test(value),
  traffic: (value) => Object.hasOwn(TRAFFIC, value),
  theme: (value) => ["", "light", "dark"].includes(value),
  metric: (value) => Object.hasOwn(METRICS, value),
  page: (value) => /^[a-z]{1,20}$/.test(value),
};

/** The state that an address says; what it says wrongly is as if it said nothing. */
export function parse(search) {
  const given = new URLSearchParams(search);
  /** @type {Record<string, unknown>} */
  const state = { ...INITIAL };
  for (const name of Object.keys(INITIAL)) {
    const value = given.get(name);
    if (value === null) continue;
    if (name === "compare") state[name] = value !== "no";
    else if ((GOOD[name] ?? (() => true))(value)) state[name] = value;
  }
  return /** @type {State} */ (/** @type {unknown} */ (state));
}

/** The address of a state. */
export function format(state) {
  const search = new URLSearchParams();
  for (const [name, initial] of Object.entries(INITIAL)) {
    const value = state[name];
    if (SAID.includes(name) || value !== initial) search.set(name, typeof value === "boolean" ? (value ? "yes" : "no") : value);
  }
  return `?${search}`;
}
