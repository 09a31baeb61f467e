// The adapter for expo-video, on the player that Expo itself gives to tests; it has the events of the real one.

import assert from "node:assert/strict";
import { test } from "node:test";

import { watchExpoVideo } from "@viewpulse/media";

import * as core from "./node_modules/expo-modules-core/src/polyfill/CoreModule.ts";

globalThis.expo = core;
const { VideoPlayer } = await import("./node_modules/expo-video/mocks/ExpoVideo.ts"); // extends what is above

const STEP = 0.25;
let now = 0;
performance.now = () => now;

/** Expo's player does not move by itself. */
function run(player, seconds) {
  for (let left = seconds; left > 0; left -= STEP) {
    now += STEP * 1000;
    player.currentTime += STEP * player.playbackRate;
    player.emit("timeUpdate", { currentTime: player.currentTime });
  }
}

test("what Expo's own player plays is watched, and what is skipped is not", () => {
  const events = [];
  const player = Object.assign(new VideoPlayer({ uri: "https://example.org/clip.mp4" }), { duration: 60 });
  const watched = watchExpoVideo(player, { track: (event) => events.push(event) }, () => ({ contentId: player.source.uri }));
  assert.equal(player.timeUpdateEventInterval, STEP, "else it says nothing while it plays");
  player.play();
  run(player, 3);
  player.playbackRate = 2;
  run(player, 2);
  player.pause();
  now += 5000;
  player.seekBy(20);
  player.play();
  run(player, 1);
  player.pause(); // as while it loads
  player.replace({ uri: "https://example.org/other.mp4" });
  player.play();
  run(player, 1);
  watched.stop();
  for (const name of ["playingChange", "timeUpdate", "sourceChange"]) assert.equal(player.listenerCount(name), 0);
  const types = events.map(({ type }) => type).filter((type) => type !== "VIEW_PROGRESS");
  assert.deepEqual(types, ["VIEW_START", "PAUSE", "RESUME", "PAUSE", "VIEW_START"]);
  const plays = new Map();
  for (const { playId, viewData } of events) plays.set(playId, (plays.get(playId) ?? 0) + viewData.watchTime);
  assert.deepEqual([...plays.values()], [3 + 4 + 2, 2]);
});
