// A page that plays clips and tracks them; apart from the library it measures which frames were really shown.

import { watchMedia } from "@viewpulse/media";

const wait = (seconds) => new Promise((resolve) => setTimeout(resolve, seconds * 1000));
const heard = (video, name) => new Promise((resolve) => video.addEventListener(name, resolve, { once: true }));

const NEAR = 0.1; // seconds
const clip = URL.createObjectURL(await (await fetch("clip.webm")).blob()); // players can jump in it at once, without a server

/**
 * Seconds of the content whose frames were shown, by the frames alone. A browser that is busy also names frames that it does not show then:
 * Chromium that of an earlier jump, Firefox one that comes up to 0.4 s later. The clock does not explain those.
 */
function measure(video) {
  const shown = { seconds: 0 };
  let last; // frame, and when it was shown
  let odd; // frame after it, which the clock does not explain
  const frame = (_now, { mediaTime }) => {
    const now = performance.now();
    video.requestVideoFrameCallback(frame);
    if (document.hidden || (video.seeking && Math.abs(mediaTime - video.currentTime) > NEAR)) return;
    const step = (from) => mediaTime - from?.mediaTime;
    const before = [last, odd].find((from) => step(from) > 0 && step(from) < ((now - from.now) / 1000) * video.playbackRate + NEAR);
    if (before) shown.seconds += step(before);
    odd = { mediaTime, now };
    if (before || !last) last = odd;
  };
  const forget = () => (last = odd = undefined);
  video.addEventListener("seeking", forget); // what is between two places was not shown
  document.addEventListener("visibilitychange", forget);
  video.requestVideoFrameCallback(frame);
  return shown;
}

function player({ src = clip, name = "clip", watched = true } = {}) {
  const video = Object.assign(document.createElement("video"), { muted: true, src, preload: "auto", width: 160 });
  const events = [];
  const one = { video, events, name, shown: measure(video) };
  const tracker = { track: (event) => events.push(event) };
  one.watch = () => watchMedia(video, tracker, () => ({ contentId: one.name }));
  if (watched) one.stop = one.watch();
  document.body.append(video);
  return one;
}

/** What was tracked, and what was shown. */
function facts({ events, shown, video, stop }) {
  stop();
  return {
    types: events.map(({ type }) => type),
    contents: [...new Set(events.map(({ contentId }) => contentId))],
    plays: new Set(events.map(({ playId }) => playId)).size,
    loops: events.at(-1)?.viewData.loopCount,
    watched: events.reduce((sum, { viewData }) => sum + viewData.watchTime, 0),
    shown: shown.seconds,
    position: video.currentTime,
  };
}

const visits = {
  async seek() {
    const one = player();
    await one.video.play();
    await wait(1.5);
    one.video.currentTime = 8;
    await heard(one.video, "seeked");
    await wait(1.3);
    one.video.currentTime = 1;
    await heard(one.video, "seeked");
    await wait(1.2);
    return facts(one);
  },

  async scrub() {
    const one = player();
    await one.video.play();
    await wait(1.2);
    for (let at = 20; at < 60; at += 1) {
      one.video.currentTime = at / 6;
      await wait(0.05);
    }
    await wait(1.2);
    return facts(one);
  },

  async loop() {
    const one = player();
    one.video.loop = true;
    one.video.currentTime = 10.6;
    await heard(one.video, "seeked");
    await one.video.play();
    await wait(2.6);
    return facts(one);
  },

  async rate() {
    const one = player();
    await one.video.play();
    await wait(1);
    one.video.playbackRate = 2;
    await wait(2);
    one.video.pause();
    await wait(0.2);
    return facts(one);
  },

  /** The server sends the second half of the file late. */
  async stall() {
    const one = player({ src: "slow.webm" });
    await one.video.play();
    await heard(one.video, "waiting");
    await heard(one.video, "playing");
    await wait(1);
    return facts(one);
  },

  async swap() {
    const one = player();
    await one.video.play();
    await wait(1.2);
    one.name = "other";
    one.video.src = clip;
    await one.video.play();
    await wait(1.2);
    return facts(one);
  },

  /** As a component does in a development build of React. */
  async mounted_twice() {
    const one = player({ watched: false });
    one.watch()();
    one.video.autoplay = true;
    one.stop = one.watch();
    await heard(one.video, "playing");
    one.stop();
    one.stop = one.watch();
    await wait(1);
    one.stop = one.watch();
    await wait(0.5);
    return facts(one);
  },

  /** The page has something else to do, and pauses at the next frame. */
  async busy() {
    const one = player();
    await one.video.play();
    await wait(1);
    for (const until = performance.now() + 600; performance.now() < until; );
    await new Promise((resolve) => one.video.requestVideoFrameCallback(resolve));
    one.video.pause();
    await wait(0.3);
    return facts(one);
  },

  async twelve() {
    const all = Array.from({ length: 12 }, (_, number) => player({ name: `clip-${number}` }));
    await Promise.all(all.map(({ video }) => video.play()));
    await wait(3);
    for (const { video } of all) video.pause();
    await wait(0.3);
    return all.map(facts);
  },

  /** Begins to play; the test shows another tab, or another page, meanwhile. */
  async begin() {
    window.one = player();
    await window.one.video.play();
    await wait(1.2);
  },
  async finish() {
    await wait(1.2);
    return facts(window.one);
  },

  async picture_in_picture() {
    await window.one.video.requestPictureInPicture();
  },
};

window.visit = (name) => visits[name]();
window.tracker = true; // ready
