// The ranges of the picker, as the API names them, and how finely each is drawn.

import type { Interval, RangeInput } from "./generated";

export interface Choice {
  label: string;
  range: RangeInput;
  by: Interval;
}

const DAY_MS = 86_400_000;

export const TIMEZONE = Intl.DateTimeFormat().resolvedOptions().timeZone;

export const CHOICES: Choice[] = [
  { label: "Today", range: { calendar: { unit: "DAY" } }, by: "HOUR" },
  { label: "7 days", range: { days: 7 }, by: "DAY" },
  { label: "28 days", range: { days: 28 }, by: "DAY" },
  { label: "This month", range: { months: 1 }, by: "DAY" },
  { label: "Last month", range: { calendar: { unit: "MONTH", back: 1 } }, by: "DAY" },
];

/** Local days; the last one is included. */
export function between(first: string, last: string): Choice {
  const end = new Date(Date.parse(last) + DAY_MS).toISOString().slice(0, 10);
  const days = (Date.parse(end) - Date.parse(first)) / DAY_MS;
  return { label: `${first} to ${last}`, range: { between: { start: first, end } }, by: days <= 2 ? "HOUR" : days <= 92 ? "DAY" : "WEEK" };
}
