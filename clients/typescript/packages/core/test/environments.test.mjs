// The library as it is installed, where there is no page: in React Native and in workers of servers, as far as Node can be one.

import assert from "node:assert/strict";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";

import { createTracker } from "@viewpulse/core";
import { readAhead } from "@viewpulse/core/async-storage";

const EVENT = { type: "VIEW_START", contentId: "c" };
const BARE = ["localStorage", "sessionStorage", "indexedDB", "document", "addEventListener", "removeEventListener"];
for (const name of BARE) Reflect.deleteProperty(globalThis, name);
Reflect.deleteProperty(navigator, "locks");
Reflect.deleteProperty(Object.getPrototypeOf(navigator), "locks");

/** What React Native has instead of localStorage: its answers come later. This one is a file for each key. */
function asyncStorage(folder = join(tmpdir(), `viewpulse-${process.pid}-${Math.random()}`)) {
  const index = `${folder}.json`;
  const read = () => (existsSync(index) ? JSON.parse(readFileSync(index, "utf8")) : {});
  const later = async (act) => {
    await new Promise((resolve) => setTimeout(resolve, 2));
    return act(read());
  };
  const change = (act) => later((all) => (act(all), writeFileSync(index, JSON.stringify(all))));
  return {
    getItem: (key) => later((all) => all[key] ?? null),
    setItem: (key, value) => change((all) => (all[key] = value)),
    removeItem: (key) => change((all) => delete all[key]),
    getAllKeys: () => later(Object.keys),
    all: read,
    destroy: () => rmSync(index, { force: true }),
  };
}

/** A server that answers as the tracking path does, and remembers ids and sessions. */
function server(t, answers = []) {
  const bodies = [];
  t.mock.method(globalThis, "fetch", async (_url, options) => {
    assert.deepEqual(Object.keys(options).sort(), ["body", "keepalive", "method", "signal"], "what every runtime has");
    const body = JSON.parse(options.body);
    if (answers.shift() === "reset") throw new TypeError("Network request failed");
    bodies.push(body);
    return Response.json({ accepted: body.events.length, problems: [] });
  });
  return bodies;
}

const open = (storage) => createTracker({ url: "https://api.example.org/v1/in", writeKey: "k", ...(storage && { storage }) });
const written = () => new Promise((resolve) => setTimeout(resolve, 60));

test("without any storage events wait in memory, and flush sends them", async (t) => {
  const bodies = server(t);
  const tracker = open();
  const ids = [tracker.track(EVENT), tracker.track(EVENT)];
  assert.equal(await tracker.waiting(), 2);
  await tracker.flush();
  assert.deepEqual(bodies.flatMap(({ events }) => events.map(({ id }) => id)), ids);
  assert.equal(await tracker.waiting(), 0);
  tracker.close();
});

test("an app that is killed sends what its storage has, as the same guest", async (t) => {
  const storage = asyncStorage();
  t.after(storage.destroy);
  const bodies = server(t, ["reset"]);
  const first = open(readAhead(storage));
  const ids = [first.track(EVENT)]; // before the storage has answered
  await first.flush(); // without a network
  ids.push(first.track(EVENT));
  const guest = first.sessionId;
  await written();
  first.close(); // and is killed
  assert.equal(Object.keys(storage.all()).filter((key) => ids.some((id) => key.endsWith(id))).length, 2);

  const second = open(readAhead(storage));
  ids.push(second.track(EVENT));
  await written();
  await second.flush();
  while (await second.waiting()) await written(); // after the pause of the first one
  assert.deepEqual(bodies.flatMap(({ events }) => events.map(({ id }) => id)).sort(), ids.sort());
  assert.deepEqual(new Set(bodies.flatMap(({ events }) => events.map(({ sessionId }) => sessionId))), new Set([guest]));
  await written();
  assert.deepEqual(Object.keys(storage.all()).filter((key) => key.length > 40), []);
  second.close();
});

test("a storage that fails costs nothing but itself", async (t) => {
  const bodies = server(t);
  const tracker = open(Promise.reject(new Error("no such module")));
  tracker.track(EVENT);
  await tracker.flush();
  assert.equal(bodies.length, 1);
  tracker.close();
});

const fail = () => {
  throw new Error("SecurityError");
};
const BROKEN = { "has no methods, as in Node 25": {}, throws: { getItem: fail, setItem: fail, removeItem: fail } };
for (const [name, storage] of Object.entries(BROKEN))
  test(`a localStorage that ${name} is as none`, async (t) => {
    const bodies = server(t);
    const unheard = [];
    const hear = (error) => unheard.push(error);
    process.on("unhandledRejection", hear);
    globalThis.localStorage = storage;
    try {
      const tracker = open();
      const ids = [tracker.track(EVENT), tracker.track(EVENT)];
      assert.equal(await tracker.waiting(), 2);
      await new Promise((resolve) => setTimeout(resolve, 1100)); // its copy is due
      await tracker.flush();
      assert.deepEqual(bodies.flatMap(({ events }) => events.map(({ id }) => id)), ids);
      assert.equal(await tracker.waiting(), 0);
      tracker.consent = "denied";
      tracker.close();
      await written();
      assert.deepEqual(unheard, []);
    } finally {
      process.off("unhandledRejection", hear);
      delete globalThis.localStorage;
    }
  });

test("who declines leaves nothing in the app's storage", async (t) => {
  const storage = asyncStorage();
  t.after(storage.destroy);
  server(t, ["reset"]);
  const tracker = open(readAhead(storage));
  tracker.track(EVENT);
  await tracker.flush();
  await written();
  assert.notDeepEqual(storage.all(), {});
  tracker.consent = "denied";
  await written();
  await written();
  assert.deepEqual(storage.all(), {});
  assert.equal(tracker.track(EVENT), "");
  tracker.close();
});

test("a page that is left uses a beacon where fetch has no keepalive", async (t) => {
  const bodies = server(t);
  const beacons = [];
  const page = Object.assign(new EventTarget(), { visibilityState: "visible" });
  const keepalive = Object.getOwnPropertyDescriptor(Request.prototype, "keepalive");
  delete Request.prototype.keepalive;
  globalThis.document = page;
  navigator.sendBeacon = (url, body) => beacons.push([url, JSON.parse(body)]) > 0;
  const tracker = open();
  try {
    await written(); // it has looked for what an earlier page left
    const id = tracker.track(EVENT);
    page.visibilityState = "hidden";
    page.dispatchEvent(new Event("visibilitychange"));
    await written();
    const [[url, { key, events }]] = beacons;
    assert.deepEqual([url, key, events.map((event) => event.id)], ["https://api.example.org/v1/in", "k", [id]]);
    assert.equal(await tracker.waiting(), 1, "a beacon has no answer, so the event stays");
    await tracker.flush();
    assert.equal(bodies[0].events[0].id, id);
  } finally {
    tracker.close();
    delete globalThis.document;
    delete navigator.sendBeacon;
    Object.defineProperty(Request.prototype, "keepalive", keepalive);
  }
});

test("a page that is left sends nothing as a guest while the token is not known", async (t) => {
  const bodies = server(t);
  const page = Object.assign(new EventTarget(), { visibilityState: "hidden" });
  globalThis.document = page;
  const options = { url: "https://api.example.org/v1/in", writeKey: "k", token: async () => (await written(), "of-ada") };
  const tracker = createTracker(options);
  try {
    await written();
    tracker.track(EVENT);
    page.dispatchEvent(new Event("visibilitychange"));
    await written();
    assert.equal(bodies.length, 0);
    await tracker.flush();
    assert.equal(bodies[0].token, "of-ada");
  } finally {
    tracker.close();
    delete globalThis.document;
  }
});
