// Numbers and times as a reader of this browser expects them.

import { TIMEZONE } from "./ranges";

const counts = new Intl.NumberFormat(undefined, { notation: "compact", maximumFractionDigits: 1 });
const percents = new Intl.NumberFormat(undefined, { maximumFractionDigits: 0, signDisplay: "exceptZero" });
const hours = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit", timeZone: TIMEZONE });
const days = new Intl.DateTimeFormat(undefined, { month: "short", day: "numeric", timeZone: TIMEZONE });

export const count = (value: number) => counts.format(value);

/** A change in percent; unknown where there was nothing before. */
export const percent = (value: number | null | undefined) => (value == null ? "–" : `${percents.format(value)} %`);

/** Seconds, in the largest unit that is at least one. */
export function seconds(value: number) {
  if (value < 60) return `${value.toFixed(1)} s`;
  return value < 3600 ? `${counts.format(value / 60)} min` : `${counts.format(value / 3600)} h`;
}

export const hour = (time: string) => hours.format(new Date(time));
export const day = (time: string) => days.format(new Date(time));

/** A moment; nothing where a range has no such end. */
export const moment = (time: string | null) => (time === null ? "" : `${day(time)}, ${hour(time)}`);
