// Viewpulse for an app that is often offline: events wait in a file until the server has answered for them.
//
//   const queue = new EventQueue({ file: "events.ndjson", url: "…/graphql", credentials: () => ({ "x-viewpulse-key": key }) });
//   queue.track("LIKE", { contentId: "video-1" }, { sessionId, device: { type: "MOBILE", platform: "IOS" } });
//   queue.flush(); // at the start of the app, and whenever there is a network again

import { randomUUID } from "node:crypto";
import { appendFileSync, existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";
import { gzipSync } from "node:zlib";

import { readClock } from "./clock.mjs";

const BATCH = 100; // maximum number of events of one trackEvents
const MAX_PAUSE_SECONDS = 60;
const TIMEOUT_MS = 30_000;

const TRACK = `mutation Track($events: [EventInput!]!, $context: ContextInput, $sentAt: DateTime) {
  trackEvents(events: $events, context: $context, sentAt: $sentAt) {
    accepted
    duplicates
    problems { index status code message path }
  }
}`;

/**
 * Events that wait, oldest first; one process per file.
 *
 * Each event is in the file before `track` returns, with its id, its context and the readings of two clocks. It leaves the file
 * when the server has answered for it, so whatever happens in between, it is sent again, and its id makes that harmless.
 */
export class EventQueue {
  #file;
  #waiting;
  #sending = false;
  #failures = 0;
  #isRefused = false;
  #timer;

  /**
   * `credentials()` gives the headers of an attempt, so a renewed token is sent with the next one. `clock()` is a monotonic clock,
   * `now()` the wall clock in milliseconds. `onAnswer(answer)` is called with each payload of trackEvents, `onTrouble(code, message)`
   * for each attempt that failed.
   */
  constructor({ file, url, credentials, clock = readClock, now = Date.now, onAnswer = () => {}, onTrouble = () => {} }) {
    this.#file = file;
    this.#waiting = existsSync(file) ? readEntries(file) : [];
    this.#save(); // without a line that was not written to its end
    Object.assign(this, { url, credentials, clock, now, onAnswer, onTrouble });
  }

  /** Number of events without an answer. */
  get waiting() {
    return this.#waiting.length;
  }

  /** Keeps an event, and sends it as soon as possible. `context` is what it shares with others: user, session, device, network. */
  track(type, fields, context) {
    const event = { id: randomUUID(), type, ...fields };
    const entry = { event, context: structuredClone(context), clock: this.clock(), occurredAt: this.now() };
    appendFileSync(this.#file, lineOf(entry), { flush: true });
    this.#waiting.push(entry);
    if (!this.#timer) this.flush(); // else a pause decides
  }

  /** Sends what waits, batch by batch, until all is answered or an attempt fails; then again after a pause. */
  async flush() {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#sending || this.#isRefused) return;
    this.#sending = true;
    try {
      while (this.#waiting.length) {
        const batch = this.#nextBatch();
        const answer = await this.#send(batch);
        this.#failures = 0;
        this.#waiting.splice(0, batch.length); // a rejected event would be rejected again, so it leaves, too
        this.#save();
        this.onAnswer(answer);
      }
    } catch (error) {
      this.#isRefused = !canRetry(error, this.#failures);
      if (!this.#isRefused) this.#timer = setTimeout(() => this.flush(), 1000 * this.#pause(error.retryAfter));
      this.#failures += 1;
      this.onTrouble(codeOf(error) ?? "NO_ANSWER", error.message);
    } finally {
      this.#sending = false;
    }
  }

  /** The oldest events that share a context. Another context would make other events of them. */
  #nextBatch() {
    const [{ context }] = this.#waiting;
    const end = this.#waiting.findIndex((entry) => !isDeepStrictEqual(entry.context, context));
    return this.#waiting.slice(0, Math.min(BATCH, end < 0 ? BATCH : end));
  }

  /** The payload of trackEvents; throws an Error, with `code`, `retryable` and `retryAfter` if that was the answer. */
  async #send(batch) {
    const variables = {
      events: batch.map((entry) => ({ ...entry.event, ...this.#time(entry) })),
      context: batch[0].context,
      sentAt: new Date(this.now()).toISOString(),
    };
    const response = await fetch(this.url, {
      method: "POST",
      headers: { "content-type": "application/json", "content-encoding": "gzip", ...(await this.credentials()) },
      body: gzipSync(JSON.stringify({ query: TRACK, variables })),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const { data, errors } = await response.json(); // throws for a page of a proxy
    if (errors) throw Object.assign(new Error(errors[0].message), errors[0].extensions);
    return data.trackEvents;
  }

  /** How old the event is, by the monotonic clock; if that began again since, when it occurred by the wall clock. */
  #time({ clock, occurredAt }) {
    const now = this.clock();
    if (now.boot !== clock.boot) return { occurredAt: new Date(occurredAt).toISOString() }; // `sentAt` corrects that clock
    return { age: Math.max(0, now.seconds - clock.seconds) };
  }

  /** Replaces the file in one step, so that it is a whole one whenever the app ends. */
  #save() {
    writeFileSync(`${this.#file}.new`, this.#waiting.map(lineOf).join(""), { flush: true });
    renameSync(`${this.#file}.new`, this.#file);
  }

  #pause(retryAfter = 0) {
    const growing = Math.min(MAX_PAUSE_SECONDS, 0.5 * 2 ** this.#failures);
    return Math.max(retryAfter, growing * (0.5 + Math.random() / 2)); // random: a thousand apps must not come back together
  }
}

/** Whether the same batch may be taken later; what is refused for good waits in the file for the next version of the app. */
function canRetry(error, failures) {
  const code = codeOf(error);
  return !code || error.retryable || code === "TOKEN_EXPIRED" || (code === "INTERNAL" && failures < 5);
}

/** The code of an answer with errors; undefined if there was none. The error of a timeout has a number there. */
function codeOf({ code }) {
  return typeof code === "string" ? code : undefined;
}

function lineOf(entry) {
  return `${JSON.stringify(entry)}\n`;
}

function readEntries(file) {
  const lines = readFileSync(file, "utf8").split("\n");
  lines.pop(); // empty, or a line that was not written to its end: its `track` never returned
  return lines.map((line) => JSON.parse(line));
}
