import type { TrackedEvent } from "@viewpulse/core";

import { type Content, type MediaOptions, type Signal, startPlay } from "./play.ts";

/**
 * Tracks what a `<Video>` of react-native-video plays: give it the `props`, and `repeat` here, too. It has no events of
 * seeking that can be relied on, so jumps are noticed.
 */
export function watchReactNativeVideo(
  tracker: { track(event: TrackedEvent): unknown },
  content: () => Content,
  { repeat: loops = false, ...options }: MediaOptions & { readonly repeat?: boolean } = {},
) {
  const play = startPlay(tracker, content, options);
  let position = 0;
  let duration = 0;
  let rate = 1;
  const tell = (signal: Signal) => play.signal(signal, { position, duration, rate, loops });
  return {
    props: {
      progressUpdateInterval: 250,
      onLoadStart() {
        tell("emptied");
        position = duration = 0;
      },
      onLoad(loaded: { duration: number; currentTime: number }) {
        ({ duration, currentTime: position } = loaded);
      },
      onProgress({ currentTime }: { currentTime: number }) {
        position = currentTime;
        tell("time");
      },
      onPlaybackStateChanged({ isPlaying, isSeeking }: { isPlaying: boolean; isSeeking: boolean }) {
        if (!isSeeking) tell(isPlaying ? "playing" : "pause");
      },
      onBuffer({ isBuffering }: { isBuffering: boolean }) {
        tell(isBuffering ? "waiting" : "time");
      },
      onPlaybackRateChange({ playbackRate }: { playbackRate: number }) {
        if (playbackRate) rate = playbackRate; // 0 while it is paused
        tell("rate");
      },
      onEnd() {
        position = duration || position;
        tell("ended");
      },
    },
    setSeen: (isSeen: boolean) => tell(isSeen ? "visible" : "hidden"),
    stop: () => tell("stop"),
  };
}
