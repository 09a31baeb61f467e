import type { TrackedEvent } from "@viewpulse/core";

import { type Content, type MediaOptions, type Signal, startPlay } from "./play.ts";

/** What is used of the `VideoPlayer` of expo-video. */
export interface ExpoPlayer {
  readonly currentTime: number;
  readonly duration: number;
  readonly playbackRate: number;
  readonly loop: boolean;
  readonly playing: boolean;
  timeUpdateEventInterval: number;
  addListener(name: any, listener: (payload: any) => void): { remove(): void }; // each of its events has a type of its own
}

/** Tracks what a player of expo-video plays, until `stop`; `setSeen` says whether the viewer can see it. */
export function watchExpoVideo(
  player: ExpoPlayer,
  tracker: { track(event: TrackedEvent): unknown },
  content: () => Content,
  options?: MediaOptions,
): { setSeen(isSeen: boolean): void; stop(): void } {
  const play = startPlay(tracker, content, options);
  const tell = (signal: Signal, position = player.currentTime) =>
    play.signal(signal, { position, duration: player.duration, rate: player.playbackRate, loops: player.loop });
  player.timeUpdateEventInterval ||= 0.25;
  const heard = [
    player.addListener("playingChange", ({ isPlaying }) => tell(isPlaying ? "playing" : "pause")),
    player.addListener("timeUpdate", ({ currentTime }) => tell("time", currentTime)),
    player.addListener("statusChange", ({ status }) => status === "loading" && tell("waiting")),
    player.addListener("playbackRateChange", () => tell("rate")),
    player.addListener("playToEnd", () => tell("ended", player.duration)),
    player.addListener("sourceChange", () => tell("emptied")),
  ];
  if (player.playing) tell("playing");
  return {
    setSeen: (isSeen) => tell(isSeen ? "visible" : "hidden"),
    stop() {
      tell("stop");
      for (const one of heard) one.remove();
    },
  };
}
