import { type EventInput, type TrackedEvent, uuid7 } from "@viewpulse/core";

const EVERY = 0.25; // seconds: players say where they are four times a second
const NEAR = 0.3; // seconds: so far a player may have come before it says that it plays again
const SAME = 0.1; // seconds between the place that was asked for and the first frame there
const FRAMES = 100; // ms: who says so more often does it for each frame
const SLACK = 1; // seconds beyond what the clock explains: then the player jumped
const MOMENT = 0.5; // seconds: within them a paused player shows its last frames, and dragging the handle is one jump
const MAX_SECTIONS = 100; // of one report; the server takes 500
const MAX_RATE = 16;

/** What a player says of itself at a moment. */
export interface PlayerState {
  /** Seconds from the beginning. */
  readonly position: number;
  /** Seconds; null, NaN or Infinity if it has none or it is not known. */
  readonly duration?: number | null;
  /** Playback rate; 1 is normal, and the default. */
  readonly rate?: number;
  /** Whether it begins again at the end. */
  readonly loops?: boolean;
}

/**
 * What happened to a player. `playing`: frames advance from here; `time`: where it is, at least four times a second;
 * `waiting`: it ran out of data; `seeking`, with the new position, and `seeked`, unless the player does not tell: a jump is
 * noticed; `emptied`: it has no source any more; `hidden` and `visible`: whether the viewer can see it; `stop`: report, and
 * forget nothing.
 */
export type Signal =
  | "playing" | "time" | "waiting" | "pause" | "seeking" | "seeked" | "rate" | "ended" | "emptied" | "hidden" | "visible" | "stop";

/** What is played, as all events of a play say it. */
export type Content = { readonly contentId: string } & Pick<
  EventInput,
  "contentType" | "creatorId" | "userId" | "source" | "device" | "location" | "network" | "viewer" | "properties"
>;

export interface MediaOptions {
  /** Seconds between reports while it plays; 10 by default. */
  readonly heartbeat?: number;
  /** Whether what plays while it is hidden counts, as sound does; false by default for video. */
  readonly countHidden?: boolean;
}

/** The plays of one player, one after the other. */
export interface Play {
  /** Says what happened, when the player was where; `now` is in milliseconds, by a clock that nobody sets. */
  signal(signal: Signal, state: PlayerState, now?: number): void;
}

type Reported = "VIEW_START" | "VIEW_PROGRESS" | "VIEW_COMPLETE" | "PAUSE" | "RESUME" | "SEEK";

interface Current {
  readonly id: string;
  readonly content: Content;
  readonly isRewatch: boolean;
  isSeen?: boolean; // a frame: until then nothing is reported
  readonly sections: { start: number; end: number }[];
  watched: number; // milliseconds that are not reported
  reportedAt: number;
  rate: number;
  loops: number;
  isPaused?: boolean;
  jumpedFrom?: number | undefined; // dragging the handle is one jump
  jumpedTo: number;
}

/**
 * Follows one player, and tracks each of its plays: VIEW_START when its first frames advance, then VIEW_PROGRESS, PAUSE, RESUME, SEEK
 * and VIEW_COMPLETE, each with the seconds and the sections that were played since the last report. Watch time is counted in
 * seconds of the content, so a part that is played twice counts twice, and a part that is skipped never.
 *
 * Args:
 *   tracker: Where events go.
 *   content: What is played; asked whenever it begins to play.
 */
export function startPlay(
  tracker: { track(event: TrackedEvent): unknown },
  content: () => Content,
  { heartbeat = 10 }: MediaOptions = {},
): Play {
  let play: Current | undefined;
  let seen: string | undefined; // the content that was played last
  let start: number | undefined; // where the section began that is playing
  let latest = Number.NaN; // where it was last
  let latestAt = 0;
  let pace = 0; // milliseconds between the last two times that it said where it is; 0: only once since the section began
  let isPlaying = false;
  let isSeeking = false;
  let loose = Number.NaN; // frame while it jumps
  let isFirst = false; // frame after a jump: it may be a little before the place that was asked for
  let isHidden = false;
  let isSwapped = false;
  // what the player says with the signal
  let position = 0;
  let length = 0; // 0: it has none
  let rate = 1;
  let loops = false;
  let now = 0;

  const within = (seconds: number) => Math.max(0, Math.min(seconds, length || seconds));
  const rounded = (seconds: number) => Math.round(within(seconds) * 1000) / 1000;

  function note(seconds: number) {
    latest = seconds;
    latestAt = now;
  }

  function report(type: Reported, at = position, properties?: Record<string, number>) {
    if (!play?.isSeen) return;
    const sections = play.sections.splice(0);
    tracker.track({
      ...play.content,
      type,
      playId: play.id,
      viewData: {
        watchTime: play.watched / 1000,
        position: rounded(at),
        ...(length && { duration: length }),
        loopCount: play.loops,
        playbackRate: play.rate,
        isRewatch: play.isRewatch,
        ...(sections.length && { sections }),
      },
      ...(properties && { properties: { ...play.content.properties, ...properties } }),
    });
    play.watched = 0;
    play.reportedAt = now;
  }

  /** Where it had come to when it jumped: one that says so seldom went on for a moment. */
  const reached = () => within(latest + (pace > FRAMES ? Math.min((now - latestAt) / 1000, EVERY) * rate : 0));

  function close(end: number) {
    if (start === undefined || !play) return;
    const section = { start: rounded(start), end: rounded(end) };
    start = undefined;
    pace = 0;
    note(end);
    if (section.end <= section.start) return;
    play.sections.push(section);
    play.watched += Math.round((section.end - section.start) * 1000);
    if (play.sections.length === MAX_SECTIONS) report("VIEW_PROGRESS", latest);
  }

  function open(at = position) {
    if (!isPlaying || isSeeking || isHidden || start !== undefined) return;
    const told = content();
    const isNear = Math.abs(at - latest) < NEAR;
    if (play && (play.content.contentId !== told.contentId || (isSwapped && !isNear))) play = undefined;
    isSwapped = false;
    start = play && isNear ? latest : at;
    pace = 0;
    note(start);
    if (!play) {
      play = {
        ...{ id: uuid7(), content: told, isRewatch: seen === told.contentId, rate, sections: [], reportedAt: now },
        ...{ watched: 0, loops: 0, jumpedTo: 0 },
      };
    } else if (play.isPaused) {
      tellJump();
      play.isPaused = false;
      report("RESUME");
    }
  }

  function jump(from: number) {
    if (!play) return;
    play.jumpedFrom ??= from;
    play.jumpedTo = position;
  }

  function land() {
    isSeeking = false;
    note(position);
    open();
  }

  function tellJump() {
    if (play?.jumpedFrom === undefined) return;
    const from = rounded(play.jumpedFrom);
    play.jumpedFrom = undefined;
    report("SEEK", play.jumpedTo, { from, to: rounded(play.jumpedTo) });
  }

  const isLoop = (from: number) => loops && length && position < SLACK && from > length - SLACK;

  /** The end of a player that begins again. */
  function loop() {
    close(length || reached());
    if (play) play.loops += 1;
    report("VIEW_PROGRESS", latest);
    note(0);
  }

  /** Takes note of where it is; what the clock does not explain was skipped. */
  function move() {
    if (start === undefined || isSeeking) return;
    const step = position - latest;
    const isFirstFrame = isFirst;
    isFirst = false;
    if (step > ((now - latestAt) / 1000) * rate + SLACK || step < -2 * EVERY) {
      const from = reached();
      if (isLoop(from)) {
        loop();
        return open(0);
      }
      close(from);
      jump(from);
      note(position);
      open();
    } else if (isFirstFrame && step < 0) {
      start = position;
      note(position);
    } else if (step > 0) {
      pace = now - latestAt;
      note(position);
      if (!play || play.isSeen) return;
      play.isSeen = true; // a player that says that it plays may have nothing to show yet, or never
      play.jumpedFrom = undefined;
      seen = play.content.contentId;
      report("VIEW_START", start);
      play.reportedAt -= pace;
    }
  }

  function progress() {
    move();
    close(isSeeking ? reached() : latest);
    open();
    tellJump();
    if (play?.sections.length) report("VIEW_PROGRESS");
  }

  const signals: Record<Signal, () => void> = {
    playing() {
      isPlaying = true;
      open();
    },
    time() {
      if (isSeeking && play) {
        if (Math.abs(position - play.jumpedTo) < SAME) land(); // a frame is shown before the player says so
        else if (position > loose && position - loose < SAME) {
          start = loose; // frames of the jump before
          close(position);
        }
        loose = position;
      }
      open();
      if (play?.isPaused && !isHidden && position - latest < MOMENT && now - latestAt < MOMENT * 1000) {
        start = latest; // a busy player shows its last frames after it has said that it pauses
        close(Math.max(latest, position));
      }
      move();
      if (!play || start === undefined) return;
      if (latest - start > MOMENT) tellJump();
      if (now - play.reportedAt >= heartbeat * 1000) progress();
    },
    waiting() {
      move();
      close(latest);
    },
    pause() {
      isPlaying = false;
      move();
      close(latest);
      if (!play || play.isPaused || (length && position > length - NEAR)) return; // the end follows
      play.isPaused = true;
      tellJump();
      report("PAUSE");
    },
    seeking() {
      isSeeking = true;
      loose = Number.NaN;
      const from = reached();
      if (start !== undefined && isLoop(from)) return loop();
      if (loops && start !== undefined && Math.abs(position - from) < NEAR) return; // some players tell a loop late
      close(from);
      jump(from);
    },
    seeked() {
      if (!isSeeking) return;
      if (play?.jumpedFrom !== undefined) play.jumpedTo = position;
      land();
      isFirst = true;
    },
    rate() {
      const after = rate;
      rate = play?.rate ?? rate;
      progress(); // what was played so far was played at the rate before
      if (play) play.rate = after;
    },
    ended() {
      move();
      if (loops) return loop();
      isPlaying = false;
      close(latest);
      tellJump();
      if (!isHidden) report("VIEW_COMPLETE");
      else if (play?.sections.length) report("VIEW_PROGRESS", latest); // nobody saw the end
      play = undefined;
      note(Number.NaN);
    },
    emptied() {
      close(reached());
      isPlaying = isSeeking = false;
      isSwapped = true;
      if (play?.sections.length) report("VIEW_PROGRESS", latest);
    },
    hidden() {
      progress();
      close(latest);
      isHidden = true;
    },
    visible() {
      isHidden = false;
      open();
    },
    stop() {
      progress();
      close(latest);
      isPlaying = false;
    },
  };

  return {
    signal(signal, state, at = performance.now()) {
      position = state.position;
      length = Number.isFinite(state.duration) ? state.duration! : 0;
      rate = Math.min(Math.max(state.rate ?? 1, 0), MAX_RATE);
      loops = !!state.loops;
      now = at;
      signals[signal]();
    },
  };
}
