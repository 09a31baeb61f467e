import type { TrackedEvent } from "@viewpulse/core";

import { type Content, type MediaOptions, type Play, type Signal, startPlay } from "./play.ts";

const BEHIND = 0.5; // seconds; beyond, a stream counts its frames from another moment
const AHEAD = 0.1; // seconds beyond the time since the frame before: Firefox names a frame that it shows later
const UNFRAMED = 300; // ms: then no frames are shown here, as in picture in picture
const SIGNALS: Record<string, Signal> = {
  playing: "playing",
  waiting: "waiting",
  pause: "pause",
  seeking: "seeking",
  seeked: "seeked",
  ratechange: "rate",
  ended: "ended",
  emptied: "emptied",
};

interface Watched {
  readonly tracker: unknown;
  readonly play: Play;
  content: Content | (() => Content);
  stop(): void;
}

const watched = new WeakMap<HTMLMediaElement, Watched>();

/**
 * Tracks what a `<video>` or `<audio>` plays, also that of video.js, hls.js, Shaka and Mux Player. Watched again, such as by
 * a component that is mounted twice, an element continues its play.
 *
 * Args:
 *   element: The element that plays.
 *   tracker: Where events go.
 *   content: What is played; a function if the element gets other sources.
 *
 * Returns: What ends it, with a last report.
 */
export function watchMedia(
  element: HTMLMediaElement,
  tracker: { track(event: TrackedEvent): unknown },
  content: Content | (() => Content),
  options: MediaOptions = {},
): () => void {
  const before = watched.get(element);
  before?.stop();
  const told = () => (typeof one.content === "function" ? one.content() : one.content);
  const one: Watched = before?.tracker === tracker ? before : { tracker, play: startPlay(tracker, () => told(), options), content, stop() {} };
  one.content = content;
  watched.set(element, one);

  const ended = new AbortController();
  const first = { signal: ended.signal, capture: true }; // before the tracker, which sends when a page is left
  let asked = Number.NaN; // where it said that it was, at its newest frame; Firefox says the same until the page has time
  let shown = 0;
  const tell = (signal: Signal) =>
    one.play.signal(signal, {
      position: element.currentTime === asked ? shown : element.currentTime,
      duration: element.duration,
      rate: element.playbackRate,
      loops: element.loop,
    });
  const isSeen = () =>
    options.countHidden ||
    element.tagName === "AUDIO" ||
    document.visibilityState === "visible" ||
    document.pictureInPictureElement === element;
  const look = (event?: Event) => tell(event?.type !== "pagehide" && isSeen() ? "visible" : "hidden");
  let framedAt = -Infinity;
  const frame = (_now: number, { mediaTime }: { mediaTime: number }) => {
    if (ended.signal.aborted) return;
    const now = performance.now(); // that of the frame may be long ago
    asked = shown = element.currentTime;
    const ahead = mediaTime - asked;
    if (ahead < AHEAD + Math.min(1, (now - framedAt) / 1000) && ahead > -BEHIND) shown = mediaTime;
    framedAt = now;
    tell("time");
    frames.requestVideoFrameCallback?.(frame);
  };
  const frames = element as Partial<HTMLVideoElement>;

  element.addEventListener("timeupdate", () => performance.now() - framedAt > UNFRAMED && tell("time"), first);
  for (const name in SIGNALS) element.addEventListener(name, () => tell(SIGNALS[name]!), first);
  for (const name of ["visibilitychange", "pagehide", "pageshow"]) addEventListener(name, look, first);
  for (const name of ["enterpictureinpicture", "leavepictureinpicture"]) element.addEventListener(name, look, first);
  look();
  if (!element.paused && !element.ended && element.readyState > 2) tell("playing");
  frames.requestVideoFrameCallback?.(frame);
  one.stop = () => {
    if (!ended.signal.aborted) tell("stop");
    ended.abort();
  };
  return one.stop;
}
