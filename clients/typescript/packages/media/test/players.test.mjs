// The adapters for players, told what the players tell.

import assert from "node:assert/strict";
import { mock, test } from "node:test";

import { watchExpoVideo, watchMedia, watchReactNativeVideo } from "@viewpulse/media";

const STEP = 0.25;
const FRAME = 0.04;
const content = () => ({ contentId: "c", contentType: "VIDEO" });

let now = 0;
mock.method(performance, "now", () => now);

/** The events, and what was watched in all. */
function recorder() {
  const events = [];
  const types = () => events.map(({ type }) => type);
  const watched = () => events.reduce((sum, { viewData }) => sum + viewData.watchTime, 0);
  return { events, types, watched, track: (event) => events.push(event) };
}

/** The part of expo-video's player that apps see. */
class ExpoPlayer {
  currentTime = 0;
  duration = 20;
  playbackRate = 1;
  loop = false;
  playing = false;
  timeUpdateEventInterval = 0;
  #listeners = new Map();

  addListener(name, listener) {
    this.#listeners.set(name, listener);
    return { remove: () => this.#listeners.delete(name) };
  }
  emit(name, payload) {
    this.#listeners.get(name)?.(payload);
  }
  get listeners() {
    return this.#listeners.size;
  }
  run(seconds) {
    for (let left = seconds; left > 0; left -= STEP) {
      now += STEP * 1000;
      this.currentTime += STEP * this.playbackRate;
      this.emit("timeUpdate", { currentTime: this.currentTime });
    }
  }
}

test("a player of expo-video", () => {
  const [player, tracker] = [new ExpoPlayer(), recorder()];
  const watching = watchExpoVideo(player, tracker, content);
  assert.equal(player.timeUpdateEventInterval, 0.25);
  player.emit("playingChange", { isPlaying: true });
  player.run(3);
  player.emit("statusChange", { status: "loading" });
  now += 5000;
  player.emit("statusChange", { status: "readyToPlay" });
  player.run(1);
  player.emit("playingChange", { isPlaying: false });
  player.currentTime = 10; // it has no event for a jump
  player.emit("playingChange", { isPlaying: true });
  player.playbackRate = 2;
  player.emit("playbackRateChange", { playbackRate: 2 });
  player.run(2);
  watching.setSeen(false);
  player.run(1);
  watching.setSeen(true);
  player.run(2);
  player.currentTime = 20;
  player.emit("playingChange", { isPlaying: false });
  player.emit("playToEnd");
  watching.stop();
  assert.deepEqual([...new Set(tracker.types())], ["VIEW_START", "PAUSE", "RESUME", "VIEW_PROGRESS", "VIEW_COMPLETE"]);
  assert.equal(tracker.watched(), 3 + 1 + 4 + 4);
  assert.equal(player.listeners, 0);
});

test("a player of expo-video that fails before its first frame has played nothing", () => {
  const [player, tracker] = [new ExpoPlayer(), recorder()];
  watchExpoVideo(player, tracker, content);
  player.emit("statusChange", { status: "loading" });
  player.emit("playingChange", { isPlaying: true });
  now += 5000;
  player.emit("statusChange", { status: "error" });
  player.emit("playingChange", { isPlaying: false });
  assert.deepEqual(tracker.events, []);
});

test("a player of expo-video that loops", () => {
  const [player, tracker] = [Object.assign(new ExpoPlayer(), { loop: true, playing: true, duration: 4 }), recorder()];
  const watching = watchExpoVideo(player, tracker, content);
  for (const _ of [1, 2]) {
    player.run(4);
    player.emit("playToEnd");
    player.currentTime = 0;
  }
  player.run(1);
  watching.stop();
  assert.equal(tracker.watched(), 9);
  assert.equal(tracker.events.at(-1).viewData.loopCount, 2);
  assert.ok(!tracker.types().includes("SEEK") && !tracker.types().includes("VIEW_COMPLETE"));
});

test("a player of react-native-video", () => {
  const tracker = recorder();
  const { props, setSeen, stop } = watchReactNativeVideo(tracker, content);
  let position = 0;
  const run = (seconds) => {
    for (let left = seconds; left > 0; left -= STEP) {
      now += STEP * 1000;
      position += STEP;
      props.onProgress({ currentTime: position, playableDuration: 20, seekableDuration: 20 });
    }
  };
  props.onLoadStart();
  props.onLoad({ duration: 20, currentTime: 0 });
  props.onPlaybackRateChange({ playbackRate: 1 });
  props.onPlaybackStateChanged({ isPlaying: true, isSeeking: false });
  run(3);
  props.onBuffer({ isBuffering: true });
  now += 4000;
  props.onBuffer({ isBuffering: false });
  run(1);
  position = 15; // with native controls it says nothing of a jump
  run(2);
  props.onPlaybackRateChange({ playbackRate: 0 });
  props.onPlaybackStateChanged({ isPlaying: false, isSeeking: false });
  setSeen(false);
  setSeen(true);
  props.onPlaybackRateChange({ playbackRate: 1 });
  props.onPlaybackStateChanged({ isPlaying: true, isSeeking: false });
  run(2.75);
  props.onPlaybackStateChanged({ isPlaying: false, isSeeking: false });
  props.onEnd();
  stop();
  const types = tracker.types().filter((type) => type !== "VIEW_PROGRESS");
  assert.deepEqual(types, ["VIEW_START", "SEEK", "PAUSE", "RESUME", "VIEW_COMPLETE"]);
  assert.ok(Math.abs(tracker.watched() - (3 + 1 + 2 + 2.75)) <= STEP, `${tracker.watched()}`);
  assert.equal(tracker.events.at(-1).viewData.duration, 20);
});

/** The part of a `<video>` that pages see. */
class Video extends EventTarget {
  tagName = "VIDEO";
  currentTime = 0;
  duration = 20;
  playbackRate = 1;
  readyState = 4;
  paused = false;
  #told;

  requestVideoFrameCallback(told) {
    this.#told = told;
  }
  frame(mediaTime) {
    this.#told(now, { mediaTime });
  }
  run(seconds, ahead = 0) {
    for (let left = Math.round(seconds / FRAME); left; left -= 1) {
      now += FRAME * 1000;
      this.currentTime += FRAME;
      this.frame(this.currentTime + ahead);
    }
  }
}

/** What was watched of a video that plays two seconds, then names a frame that is so far ahead, and pauses; the page is busy so long. */
function watchedOf(ahead, lastAhead, busy = 0) {
  Object.assign(globalThis, { document: { visibilityState: "visible" }, addEventListener() {} });
  const [video, tracker] = [new Video(), recorder()];
  watchMedia(video, tracker, content());
  video.run(2, ahead);
  now += busy * 1000;
  video.run(FRAME, lastAhead);
  video.dispatchEvent(new Event("pause"));
  return Math.round(tracker.watched() * 1000) / 1000;
}

test("a video names frames before the page knows that it is there, or much later", () => {
  assert.equal(watchedOf(0, 0), 2.04);
  assert.equal(watchedOf(0, 0.08), 2.12, "it is where its newest frame is");
  assert.equal(watchedOf(0, 0.36), 2.04, "that one is shown later");
  assert.equal(watchedOf(0, 0.6, 0.6), 2.64, "that one is shown, and the browser has not said yet where it is");
  assert.equal(watchedOf(100, 100), 2.04, "a stream that counts its frames from another moment");
});
