// Plays clients/vectors/delivery.json: the library as it is installed, in Node's own localStorage, on a clock of the test.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { mock, test } from "node:test";

import { createTracker } from "@viewpulse/core";

const URL_OF_VECTORS = new URL("../../../../vectors/delivery.json", import.meta.url);
const { cases } = JSON.parse(readFileSync(URL_OF_VECTORS, "utf8"));
const WRITE_KEY = "vp_write_of_vectors";
const TYPES = { type: "VIEW_START" };
const turn = () => new Promise((resolve) => setImmediate(resolve));

/** Lets everything happen that does not need time to pass. */
async function settle() {
  for (let turns = 0; turns < 8; turns += 1) await turn();
}

let elapsed = 0; // milliseconds, by a clock that nobody sets
let set = 0; // milliseconds by which the clock of the device was set

/** The clock of the device, which a test sets. */
function deviceClock(Mocked) {
  return class extends Mocked {
    constructor(...given) {
      if (given.length) super(...given);
      else super(elapsed + set);
    }
    static now() {
      return elapsed + set;
    }
  };
}

class Page extends EventTarget {
  visibilityState = "visible";
}

class Play {
  requests = [];
  problems = [];
  names = new Map(); // id: number of the event
  answers = [];
  tracked = 0;

  constructor(given) {
    this.given = given;
    this.tokens = [...(given.tokens ?? [])];
    this.consent = given.consent;
  }

  open() {
    const last = this.tokens.at(-1);
    this.tracker = createTracker({
      url: "https://api.example.org/v1/in",
      writeKey: WRITE_KEY,
      ...(this.consent && { consent: this.consent }),
      ...(last && { token: () => this.token(this.tokens.shift() ?? last) }),
      onProblem: (problem) => this.problems.push(problem.code),
    });
  }

  /** A promise of another library, as zone.js makes them; what is `never` does not come. */
  token(text) {
    return { then: (use) => text === "never" || void Promise.resolve(text).then(use) };
  }

  fetch = async (_url, options) => {
    const body = JSON.parse(options.body);
    const ids = body.events.map(({ id }) => id);
    const events = ids.map((id) => this.names.get(id));
    assert.equal(body.key, WRITE_KEY);
    assert.equal(Date.parse(body.sentAt), Date.now(), "sentAt is that of this attempt");
    const bytes = Buffer.byteLength(options.body);
    const [{ consent }] = body.events;
    const ages = body.events.map(({ occurredAt }) => (Date.now() - Date.parse(occurredAt)) / 1000);
    const { token, dropped = 0 } = body;
    this.requests.push({ at: elapsed / 1000, events, ids, ages, bytes, keepalive: options.keepalive, token, dropped, consent });
    let told = this.answers.shift() ?? "accept";
    if (events.some((event) => this.given.spoils?.includes(event))) told = { status: 400, code: "BAD_INPUT" };
    if (told === "never") return new Promise(() => {});
    if (told === "reset") throw new TypeError("fetch failed");
    if (told.page) return new Response("<html>", { status: told.page, headers: { "retry-after": told.retryAfter ?? "" } });
    if (told.code) {
      const { status, ...extensions } = told;
      return Response.json({ errors: [{ message: "No.", extensions }] }, { status });
    }
    const problems = [];
    for (const [number, code] of Object.entries(told.reject ?? {}))
      problems.push({ index: events.indexOf(+number), status: "REJECTED", code, message: "", eventId: ids[events.indexOf(+number)] });
    for (const number of told.duplicate ?? [])
      problems.push({ index: events.indexOf(number), status: "DUPLICATE", code: "DUPLICATE", message: "", eventId: ids[events.indexOf(number)] });
    return Response.json({ accepted: events.length - problems.length, rejected: 0, duplicates: 0, problems, warnings: [] });
  };

  async advance(seconds) {
    const step = seconds > 100_000 ? 100_000 : seconds > 100 ? 500 : 100;
    for (let left = Math.round((seconds * 1000) / step); left >= 0; left -= 1) {
      mock.timers.tick(0);
      await settle();
      if (!left) break;
      elapsed += step;
      mock.timers.tick(step);
    }
  }

  async step(step) {
    if (step.server) this.answers = [...step.server];
    if (step.track) {
      for (let left = step.track; left; left -= 1) {
        const { type = TYPES.type, playId, bytes, daysAgo, text = bytes && "x".repeat(bytes) } = step;
        const id = this.tracker.track({
          type,
          contentId: "c",
          ...(playId && { playId }),
          ...(text && { properties: { text } }),
          ...(daysAgo && { occurredAt: new Date(Date.now() - daysAgo * 86_400_000).toISOString() }),
        });
        this.names.set(id, ++this.tracked);
      }
    }
    if (step.clock) set += step.clock * 1000;
    if (step.advance !== undefined) await this.advance(step.advance);
    if (step.flush) {
      await this.tracker.flush();
      await settle();
    }
    if (step.reload) {
      this.tracker.close();
      this.open();
    }
    if (step.online) globalThis.page.dispatchEvent(new Event("online"));
    if (step.consent) {
      this.tracker.consent = this.consent = step.consent;
      this.kept = JSON.stringify({ ...localStorage });
    }
    if (step.leave) {
      document.visibilityState = "hidden";
      document.dispatchEvent(new Event("visibilitychange"));
      globalThis.page.dispatchEvent(new Event("pagehide"));
      document.visibilityState = "visible";
      await settle();
    }
    if (step.expect) await this.expect(step.expect);
  }

  async expect(wanted) {
    if (wanted.requests) {
      const seen = this.requests.map((request, at) => {
        const like = wanted.requests[at] ?? {};
        return {
          at: request.at,
          ...(like.count ? { count: request.events.length, first: request.events[0] } : { events: request.events }),
          ...(like.token && { token: request.token }),
          ...(like.ages && { ages: request.ages }),
          ...(like.dropped !== undefined && { dropped: request.dropped }),
          ...(like.consent && { consent: request.consent }),
        };
      });
      assert.deepEqual(seen, wanted.requests);
    }
    if (wanted.ids) for (const { ids } of this.requests) assert.deepEqual(ids, this.requests[0].ids);
    if (wanted.leaving) {
      assert.equal(this.requests.length, 1, "one request");
      const [{ bytes, events, keepalive }] = this.requests;
      assert.ok(keepalive && bytes <= wanted.leaving.most && bytes > wanted.leaving.most - 6000, `${bytes} bytes`);
      for (const event of wanted.leaving.includes) assert.ok(events.includes(event), `${event} in ${events}`);
    }
    if (wanted.problems) assert.deepEqual(this.problems, wanted.problems);
    if (wanted.waiting !== undefined) assert.equal(await this.tracker.waiting(), wanted.waiting);
    if (wanted.dropped !== undefined) assert.equal(this.tracker.dropped, wanted.dropped);
    if (wanted.stored === "same") assert.equal(JSON.stringify({ ...localStorage }), this.kept);
    else if (wanted.stored !== undefined) assert.equal(localStorage.length, wanted.stored);
    if (wanted.first) assert.equal(this.requests.at(-1).events[0], wanted.first);
    this.requests = wanted.ids ? this.requests : [];
    this.problems = [];
  }
}

for (const given of cases) {
  test(given.name, async () => {
    localStorage.clear();
    globalThis.page = new Page();
    globalThis.document = new Page();
    globalThis.addEventListener = page.addEventListener.bind(page);
    globalThis.removeEventListener = page.removeEventListener.bind(page);
    elapsed = set = 0;
    mock.timers.enable({ apis: ["setTimeout", "Date"], now: 0 });
    globalThis.Date = deviceClock(Date);
    mock.method(performance, "now", () => elapsed);
    mock.method(Math, "random", () => 0.5);
    const play = new Play(given);
    mock.method(globalThis, "fetch", play.fetch);
    try {
      play.open();
      await play.advance(0); // it has looked for what an earlier page left
      for (const step of given.steps) await play.step(step);
    } finally {
      play.tracker.close();
      mock.timers.reset();
      mock.restoreAll();
    }
  });
}
