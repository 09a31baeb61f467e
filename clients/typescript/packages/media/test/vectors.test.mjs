// Plays clients/vectors/media.json: the library as it is installed, on a clock of the test.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { startPlay } from "@viewpulse/media";

const { cases } = JSON.parse(readFileSync(new URL("../../../../vectors/media.json", import.meta.url), "utf8"));
const EVERY = 0.25; // seconds between the times that a player tells

function played({ duration = 60, loops = false, heartbeat = 10, repeat = 1, steps, then = [] }) {
  const events = [];
  const now = { content: "a", at: 1_000_000, position: 0, rate: 1 };
  const play = startPlay({ track: (event) => events.push(event) }, () => ({ contentId: now.content }), { heartbeat });
  const tell = (signal) => play.signal(signal, { position: now.position, duration, rate: now.rate, loops }, now.at);
  for (const { on, wait, play: seconds, ...changes } of [...Array(repeat).fill(steps).flat(), ...then]) {
    Object.assign(now, changes);
    if (on) tell(on);
    if (wait) now.at += wait * 1000;
    for (let left = seconds; left > 0; left -= EVERY) {
      const step = Math.min(left, EVERY);
      now.at += step * 1000;
      now.position += step * now.rate;
      tell("time");
    }
  }
  return events;
}

const sum = (numbers) => numbers.reduce((total, number) => total + Math.round(number * 1000), 0) / 1000;

for (const { name, expect, ...given } of cases) {
  test(name, () => {
    const events = played(given);
    const views = events.map(({ viewData }) => viewData);
    const sections = views.flatMap((view) => view.sections ?? []);
    const seen = {
      types: events.map(({ type }) => type),
      watched: sum(views.map(({ watchTime }) => watchTime)),
      reports: views.map(({ watchTime }) => watchTime),
      sections: sections.map(({ start, end }) => [start, end]),
      seeks: events.filter(({ type }) => type === "SEEK").map(({ properties: { from, to } }) => [from, to]),
      loops: views.at(-1).loopCount,
      rates: views.map(({ playbackRate }) => playbackRate),
      rewatches: views.map(({ isRewatch }) => isRewatch),
      durations: views.map((view) => view.duration ?? null),
      contents: events.map(({ contentId }) => contentId),
      plays: new Set(events.map(({ playId }) => playId)).size,
    };
    for (const key in expect) assert.deepEqual(seen[key], expect[key], key);
    assert.equal(sum(sections.map(({ start, end }) => end - start)), seen.watched, "sections are what was watched");
    assert.ok(views.every((view) => (view.sections?.length ?? 0) <= 100));
    for (const { type, properties, viewData } of events) if (type === "SEEK") assert.equal(viewData.position, properties.to);
  });
}
