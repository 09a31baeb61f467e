// A small app without a screen: it takes commands on standard input and says what waits. See README.md.

import { randomUUID } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";

import { readClock } from "./clock.mjs";
import { EventQueue } from "./queue.mjs";

const { URL: url = "http://127.0.0.1:8000/graphql", WRITE_KEY, FOLDER = "offline-app", CLOCK_ERROR = "0" } = process.env;
const say = (facts) => console.log(JSON.stringify(facts));

mkdirSync(FOLDER, { recursive: true });

// A guest is known by an id that the app makes, once, before its first event.
const sessionFile = join(FOLDER, "session");
if (!existsSync(sessionFile)) writeFileSync(sessionFile, randomUUID());
const context = {
  sessionId: readFileSync(sessionFile, "utf8"),
  device: { type: "MOBILE", platform: "ANDROID", appVersion: "1.0.0" },
  network: { type: "CELLULAR_4G" },
};

let restarts = 0;
const queue = new EventQueue({
  file: join(FOLDER, "events.ndjson"),
  url,
  credentials: () => ({ "x-viewpulse-key": WRITE_KEY }),
  clock: () => ({ ...readClock(), ...(restarts && { boot: `restart ${restarts}` }) }),
  now: () => Date.now() + 1000 * Number(CLOCK_ERROR), // a phone whose clock is wrong
  onAnswer: (answer) => say({ answer }),
  onTrouble: (code, message) => say({ trouble: code, message, waiting: queue.waiting }),
});

const commands = {
  view(contentId, seconds) {
    const playId = randomUUID();
    queue.track("VIEW_START", { contentId, playId }, context);
    if (seconds) queue.track("VIEW_PROGRESS", { contentId, playId, viewData: { watchTime: Number(seconds) } }, context);
  },
  like: (contentId) => queue.track("LIKE", { contentId }, context),
  network: (type) => (context.network = { type }), // of the events that follow
  restart: () => (restarts += 1), // of the device: its monotonic clock begins again
  online: () => queue.flush(), // the system says that there is a network: do not wait for the end of a pause
};

say({ waiting: queue.waiting });
queue.flush();
for await (const line of createInterface({ input: process.stdin })) {
  const [name, ...words] = line.trim().split(/\s+/);
  if (!Object.hasOwn(commands, name)) {
    say({ unknown: name, commands: Object.keys(commands) });
    continue;
  }
  commands[name](...words);
  say({ did: name, waiting: queue.waiting });
}
