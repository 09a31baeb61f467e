// Numbers, durations and times, in the language of the page.

/** What the page is written in. */
export const LANGUAGE = "en-GB";

const whole = new Intl.NumberFormat(LANGUAGE, { maximumFractionDigits: 0 });
const short = new Intl.NumberFormat(LANGUAGE, { notation: "compact", maximumFractionDigits: 1 });
const tenths = new Intl.NumberFormat(LANGUAGE, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
const signed = new Intl.NumberFormat(LANGUAGE, { maximumFractionDigits: 1, signDisplay: "exceptZero" });
const UNKNOWN = "–";

/**
 * A value of a kind, for reading; a dash where it is unknown.
 *
 * @param {unknown} value
 * @param {Kind} kind
 * @param {string} [timezone] Of times.
 */
export function shown(value, kind, timezone = "UTC") {
  if (value === null || value === undefined) return UNKNOWN;
  if (kind === "text") return String(value);
  if (kind === "time") return moment(String(value), timezone);
  const number = Number(value);
  if (kind === "seconds") return duration(number);
  if (kind === "percent") return `${tenths.format(number)} %`;
  return kind === "count" ? count(number) : tenths.format(number);
}

/** All digits. */
export const exact = (/** @type {number} */ value) => whole.format(value);

/** All digits up to a hundred thousand, then three or four of them. */
export function count(value) {
  return Math.abs(value) < 100_000 ? whole.format(value) : short.format(value);
}

/** Seconds in the two largest units: `1 h 12 min`, `3 min 05 s`, `12.4 s`. */
export function duration(seconds) {
  if (seconds < 60) return `${tenths.format(seconds)} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${String(Math.floor(seconds % 60)).padStart(2, "0")} s`;
  const hours = seconds / 3600;
  return hours < 100 ? `${Math.floor(hours)} h ${String(Math.floor((seconds % 3600) / 60)).padStart(2, "0")} min` : `${count(hours)} h`;
}

/** A place in a video: `1:05`. */
export function clock(seconds) {
  return `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;
}

/** A change in percent, or that of a share in points, with its sign. */
export const change = (/** @type {number} */ value, unit = "%") => `${signed.format(value)} ${unit}`;

/** @type {Map<string, Intl.DateTimeFormat>} */
const formats = new Map();

/**
 * A formatter of a zone, made once.
 *
 * @param {string} zone
 * @param {Intl.DateTimeFormatOptions} options
 */
function inZone(zone, options) {
  const key = zone + JSON.stringify(options);
  let found = formats.get(key);
  if (!found) {
    if (formats.size > 50) formats.clear(); // zones come from the address
    found = new Intl.DateTimeFormat(LANGUAGE, { timeZone: zone, ...options });
    formats.set(key, found);
  }
  return found;
}

/** The parts of a day's name: with its year unless it is this one. @returns {Intl.DateTimeFormatOptions} */
function dayOf(/** @type {Date} */ time, zone) {
  const year = (/** @type {Date} */ one) => inZone(zone, { year: "numeric" }).format(one);
  return { day: "numeric", month: "short", ...(year(time) === year(new Date()) ? {} : { year: "numeric" }) };
}

/** `12:03:11` */
export const second = (time, zone) =>
  inZone(zone, { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" }).format(new Date(time));

/** `24 Nov, 12:03` */
export const moment = (time, zone) =>
  inZone(zone, { ...dayOf(new Date(time), zone), hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(new Date(time));

/**
 * The name of a point of a series: its minute, hour, day, week or month.
 *
 * @param {string} start
 * @param {string} by
 * @param {string} zone
 */
export function point(start, by, zone) {
  if (by === "MINUTE") return inZone(zone, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(new Date(start));
  if (by === "HOUR") {
    return inZone(zone, { weekday: "short", ...dayOf(new Date(start), zone), hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(new Date(start));
  }
  if (by === "MONTH") return inZone(zone, { month: "long", year: "numeric" }).format(new Date(start));
  const day = inZone(zone, { weekday: "short", ...dayOf(new Date(start), zone) }).format(new Date(start));
  return by === "WEEK" ? `Week of ${day}` : day;
}

/** A moment on the axis of such a series: short, and without what its neighbours say, too. */
export function place(/** @type {number} */ seconds, by, zone) {
  const time = new Date(seconds * 1000);
  const clock = inZone(zone, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(time);
  if (by === "MINUTE" || (by === "HOUR" && clock !== "00:00")) return clock;
  return inZone(zone, by === "MONTH" ? { month: "short", year: "numeric" } : dayOf(time, zone)).format(time);
}

/** @type {Record<string, string>} */
const NAMES = { TV: "TV", IOS: "iOS", WIFI: "Wi-Fi" };

/** `FOR_YOU` as `For you`, `watchTime` as `Watch time`. */
export function words(name) {
  if (Object.hasOwn(NAMES, name)) return NAMES[name] ?? name;
  const text = name.replace(/([a-z])([A-Z])/g, "$1 $2").replaceAll("_", " ").toLowerCase();
  return text.charAt(0).toUpperCase() + text.slice(1);
}
