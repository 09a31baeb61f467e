// Plays clients/vectors/live.json: the library as it is installed, on a clock and a socket of the test.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { mock, test } from "node:test";

import { createLive } from "@viewpulse/live";

const { cases } = JSON.parse(readFileSync(new URL("../../../../vectors/live.json", import.meta.url), "utf8"));
const turn = () => new Promise((resolve) => setImmediate(resolve));
const now = () => Date.now() / 1000;

/** Lets everything happen that does not need time to pass. */
async function settle() {
  for (let turns = 0; turns < 8; turns += 1) await turn();
}

const textOf = (name) => `subscription ($afterRevision: Long) { ${name}(afterRevision: $afterRevision) { revision asOf total } }`;

/** A token by its name and seconds of life, unsigned. */
function jwt(given) {
  const [name, seconds] = given.split(" ");
  const claims = { name, ...(seconds && { exp: now() + Number(seconds) }) };
  return `e30.${Buffer.from(JSON.stringify(claims)).toString("base64url")}.`;
}

const nameOf = (authorization) => JSON.parse(Buffer.from(authorization.split(".")[1], "base64url")).name;

class Page extends EventTarget {
  visibilityState = "visible";
}

class Play {
  sent = [];
  shown = [];
  states = [];
  errors = [];
  server = "up";
  stops = new Map();
  ids = new Map(); // of questions on the socket, by name
  socket = null;

  constructor(given) {
    this.given = given;
    const play = this;
    globalThis.WebSocket = class {
      constructor() {
        play.note("open");
        play.opened(this);
      }
      send(text) {
        play.heard(JSON.parse(text), this);
      }
      close() {
        if (play.socket === this) play.note("close");
        play.socket = null;
      }
    };
    const tokens = Array.isArray(given.tokens) ? [...given.tokens] : [];
    const next = () => {
      const name = tokens.length > 1 ? tokens.shift() : tokens[0];
      if (name === "fails") throw new Error("no");
      return jwt(name);
    };
    const token = Array.isArray(given.tokens) ? next : given.tokens && jwt(given.tokens);
    this.live = createLive({ url: "https://api.example.org/graphql", ...(token && { token }) });
  }

  note(what) {
    if (!(this.given.quiet && (what === "ping" || what === "pong"))) this.sent.push(`${now()} ${what}`);
  }

  opened(socket) {
    this.ids.clear();
    if (this.server === "away") setImmediate(() => socket.onclose?.({ code: 1006, reason: "" }));
    else {
      this.socket = socket;
      setImmediate(() => socket.onopen?.());
    }
  }

  heard({ type, id, payload }) {
    const token = payload?.authorization ? ` ${nameOf(payload.authorization)}` : "";
    if (type === "connection_init") {
      this.note(`init${token}`);
      if (this.server === "up") this.say({ type: "connection_ack" });
    } else if (type === "ping") {
      this.note(`ping${token}`);
      if (this.server === "up") this.say({ type: "pong" });
    } else if (type === "subscribe") {
      const [, name] = /\{ (\w+)\(/.exec(payload.query);
      this.ids.set(name, id);
      const after = payload.variables.afterRevision;
      this.note(`ask ${name}${after === null ? "" : ` after ${after}`}`);
    } else if (type === "complete") {
      this.note(`stop ${[...this.ids].find(([, one]) => one === id)[0]}`);
    } else this.note(type);
  }

  say(message) {
    const { socket } = this;
    setImmediate(() => socket?.onmessage?.({ data: typeof message === "string" ? message : JSON.stringify(message) }));
  }

  tell(told) {
    if (typeof told === "string") return this.say(told);
    if ("pong" in told) {
      const ends = told.pong && new Date(Date.now() + told.pong.expiresIn * 1000).toISOString();
      return this.say({ type: "pong", ...(ends && { payload: { expiresAt: ends } }) });
    }
    if (told.ping) return this.say({ type: "ping" });
    const { next, error, complete, code, revision, total, asOf, limit, ...rest } = told;
    const errors = code && [{ message: "No.", extensions: { code, retryable: false, ...rest, ...(limit && { limit: { name: limit } }) } }];
    const id = this.ids.get(next ?? error ?? complete);
    if (complete) return this.say({ type: "complete", id });
    if (error) return this.say({ type: "error", id, payload: errors });
    const data = { [next]: revision === null ? null : { revision, asOf, total } };
    this.say({ type: "next", id, payload: { data, ...(errors && { errors }) } });
  }

  ask(name, as) {
    const total = (value) => (value === null ? "-" : value);
    const stop = this.live.live(textOf(name), {}, {
      onData: (data) => this.shown.push(`${as} ${data[name].revision} ${total(data[name].total)}`),
      onState: ({ status, asOf }) => this.states.push(`${as} ${status} ${asOf ?? "-"}`),
      onError: (error) => this.errors.push(`${as} ${error.code}`),
    });
    this.stops.set(as, stop);
  }

  async advance(seconds) {
    const step = seconds > 3600 ? 2000 : 100; // ms; a pong has to come between two steps
    for (let left = Math.round((seconds * 1000) / step); left > 0; left -= 1) {
      mock.timers.tick(step);
      await settle();
    }
  }

  now(step) {
    if (step.ask) this.ask(step.ask, step.as ?? step.ask);
    if (step.stop) this.stops.get(step.stop)();
    if (step.server) this.server = step.server;
    if (step.tell) this.tell(step.tell);
    if (step.close) {
      const { socket } = this;
      this.socket = null;
      socket.onclose?.({ code: step.close[0], reason: step.close[1] });
    }
    if (step.page === "online") globalThis.page.dispatchEvent(new Event("online"));
    else if (step.page) {
      document.visibilityState = step.page;
      document.dispatchEvent(new Event("visibilitychange"));
    }
    if (step.pause) this.live.pause();
    if (step.resume) this.live.resume();
    for (const one of step.turn ?? []) this.now(one);
  }

  async step(step) {
    this.now(step);
    await settle();
    if (step.advance) await this.advance(step.advance);
    if (!step.expect) return;
    for (const [what, wanted] of Object.entries(step.expect)) assert.deepEqual(this[what], wanted, what);
    this.sent = [];
    this.shown = [];
    this.states = [];
    this.errors = [];
  }
}

for (const given of cases) {
  test(given.name, async () => {
    globalThis.page = new Page();
    globalThis.document = new Page();
    globalThis.addEventListener = page.addEventListener.bind(page);
    globalThis.removeEventListener = page.removeEventListener.bind(page);
    mock.timers.enable({ apis: ["setTimeout", "Date"], now: 0 });
    mock.method(Math, "random", () => 0.5);
    const play = new Play(given);
    try {
      for (const step of given.steps) await play.step(step);
    } finally {
      play.live.close();
      mock.timers.reset();
      mock.restoreAll();
    }
  });
}
