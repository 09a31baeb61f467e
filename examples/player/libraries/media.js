// Built from clients/typescript/packages/media; do not edit.

// node_modules/@viewpulse/media/dist/play.js
import { uuid7 } from "@viewpulse/core";
var EVERY = 0.25;
var NEAR = 0.3;
var SAME = 0.1;
var FRAMES = 100;
var SLACK = 1;
var MOMENT = 0.5;
var MAX_SECTIONS = 100;
var MAX_RATE = 16;
function startPlay(tracker, content, { heartbeat = 10 } = {}) {
  let play;
  let seen;
  let start;
  let latest = Number.NaN;
  let latestAt = 0;
  let pace = 0;
  let isPlaying = false;
  let isSeeking = false;
  let loose = Number.NaN;
  let isFirst = false;
  let isHidden = false;
  let isSwapped = false;
  let position = 0;
  let length = 0;
  let rate = 1;
  let loops = false;
  let now = 0;
  const within = (seconds) => Math.max(0, Math.min(seconds, length || seconds));
  const rounded = (seconds) => Math.round(within(seconds) * 1e3) / 1e3;
  function note(seconds) {
    latest = seconds;
    latestAt = now;
  }
  function report(type, at = position, properties) {
    if (!play?.isSeen)
      return;
    const sections = play.sections.splice(0);
    tracker.track({
      ...play.content,
      type,
      playId: play.id,
      viewData: {
        watchTime: play.watched / 1e3,
        position: rounded(at),
        ...length && { duration: length },
        loopCount: play.loops,
        playbackRate: play.rate,
        isRewatch: play.isRewatch,
        ...sections.length && { sections }
      },
      ...properties && { properties: { ...play.content.properties, ...properties } }
    });
    play.watched = 0;
    play.reportedAt = now;
  }
  const reached = () => within(latest + (pace > FRAMES ? Math.min((now - latestAt) / 1e3, EVERY) * rate : 0));
  function close(end) {
    if (start === void 0 || !play)
      return;
    const section = { start: rounded(start), end: rounded(end) };
    start = void 0;
    pace = 0;
    note(end);
    if (section.end <= section.start)
      return;
    play.sections.push(section);
    play.watched += Math.round((section.end - section.start) * 1e3);
    if (play.sections.length === MAX_SECTIONS)
      report("VIEW_PROGRESS", latest);
  }
  function open(at = position) {
    if (!isPlaying || isSeeking || isHidden || start !== void 0)
      return;
    const told = content();
    const isNear = Math.abs(at - latest) < NEAR;
    if (play && (play.content.contentId !== told.contentId || isSwapped && !isNear))
      play = void 0;
    isSwapped = false;
    start = play && isNear ? latest : at;
    pace = 0;
    note(start);
    if (!play) {
      play = {
        ...{ id: uuid7(), content: told, isRewatch: seen === told.contentId, rate, sections: [], reportedAt: now },
        ...{ watched: 0, loops: 0, jumpedTo: 0 }
      };
    } else if (play.isPaused) {
      tellJump();
      play.isPaused = false;
      report("RESUME");
    }
  }
  function jump(from) {
    if (!play)
      return;
    play.jumpedFrom ??= from;
    play.jumpedTo = position;
  }
  function land() {
    isSeeking = false;
    note(position);
    open();
  }
  function tellJump() {
    if (play?.jumpedFrom === void 0)
      return;
    const from = rounded(play.jumpedFrom);
    play.jumpedFrom = void 0;
    report("SEEK", play.jumpedTo, { from, to: rounded(play.jumpedTo) });
  }
  const isLoop = (from) => loops && length && position < SLACK && from > length - SLACK;
  function loop() {
    close(length || reached());
    if (play)
      play.loops += 1;
    report("VIEW_PROGRESS", latest);
    note(0);
  }
  function move() {
    if (start === void 0 || isSeeking)
      return;
    const step = position - latest;
    const isFirstFrame = isFirst;
    isFirst = false;
    if (step > (now - latestAt) / 1e3 * rate + SLACK || step < -2 * EVERY) {
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
      if (!play || play.isSeen)
        return;
      play.isSeen = true;
      play.jumpedFrom = void 0;
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
    if (play?.sections.length)
      report("VIEW_PROGRESS");
  }
  const signals = {
    playing() {
      isPlaying = true;
      open();
    },
    time() {
      if (isSeeking && play) {
        if (Math.abs(position - play.jumpedTo) < SAME)
          land();
        else if (position > loose && position - loose < SAME) {
          start = loose;
          close(position);
        }
        loose = position;
      }
      open();
      if (play?.isPaused && !isHidden && position - latest < MOMENT && now - latestAt < MOMENT * 1e3) {
        start = latest;
        close(Math.max(latest, position));
      }
      move();
      if (!play || start === void 0)
        return;
      if (latest - start > MOMENT)
        tellJump();
      if (now - play.reportedAt >= heartbeat * 1e3)
        progress();
    },
    waiting() {
      move();
      close(latest);
    },
    pause() {
      isPlaying = false;
      move();
      close(latest);
      if (!play || play.isPaused || length && position > length - NEAR)
        return;
      play.isPaused = true;
      tellJump();
      report("PAUSE");
    },
    seeking() {
      isSeeking = true;
      loose = Number.NaN;
      const from = reached();
      if (start !== void 0 && isLoop(from))
        return loop();
      if (loops && start !== void 0 && Math.abs(position - from) < NEAR)
        return;
      close(from);
      jump(from);
    },
    seeked() {
      if (!isSeeking)
        return;
      if (play?.jumpedFrom !== void 0)
        play.jumpedTo = position;
      land();
      isFirst = true;
    },
    rate() {
      const after = rate;
      rate = play?.rate ?? rate;
      progress();
      if (play)
        play.rate = after;
    },
    ended() {
      move();
      if (loops)
        return loop();
      isPlaying = false;
      close(latest);
      tellJump();
      if (!isHidden)
        report("VIEW_COMPLETE");
      else if (play?.sections.length)
        report("VIEW_PROGRESS", latest);
      play = void 0;
      note(Number.NaN);
    },
    emptied() {
      close(reached());
      isPlaying = isSeeking = false;
      isSwapped = true;
      if (play?.sections.length)
        report("VIEW_PROGRESS", latest);
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
    }
  };
  return {
    signal(signal, state, at = performance.now()) {
      position = state.position;
      length = Number.isFinite(state.duration) ? state.duration : 0;
      rate = Math.min(Math.max(state.rate ?? 1, 0), MAX_RATE);
      loops = !!state.loops;
      now = at;
      signals[signal]();
    }
  };
}

// node_modules/@viewpulse/media/dist/expo.js
function watchExpoVideo(player, tracker, content, options) {
  const play = startPlay(tracker, content, options);
  const tell = (signal, position = player.currentTime) => play.signal(signal, { position, duration: player.duration, rate: player.playbackRate, loops: player.loop });
  player.timeUpdateEventInterval ||= 0.25;
  const heard = [
    player.addListener("playingChange", ({ isPlaying }) => tell(isPlaying ? "playing" : "pause")),
    player.addListener("timeUpdate", ({ currentTime }) => tell("time", currentTime)),
    player.addListener("statusChange", ({ status }) => status === "loading" && tell("waiting")),
    player.addListener("playbackRateChange", () => tell("rate")),
    player.addListener("playToEnd", () => tell("ended", player.duration)),
    player.addListener("sourceChange", () => tell("emptied"))
  ];
  if (player.playing)
    tell("playing");
  return {
    setSeen: (isSeen) => tell(isSeen ? "visible" : "hidden"),
    stop() {
      tell("stop");
      for (const one of heard)
        one.remove();
    }
  };
}

// node_modules/@viewpulse/media/dist/html.js
var BEHIND = 0.5;
var AHEAD = 0.1;
var UNFRAMED = 300;
var SIGNALS = {
  playing: "playing",
  waiting: "waiting",
  pause: "pause",
  seeking: "seeking",
  seeked: "seeked",
  ratechange: "rate",
  ended: "ended",
  emptied: "emptied"
};
var watched = /* @__PURE__ */ new WeakMap();
function watchMedia(element, tracker, content, options = {}) {
  const before = watched.get(element);
  before?.stop();
  const told = () => typeof one.content === "function" ? one.content() : one.content;
  const one = before?.tracker === tracker ? before : { tracker, play: startPlay(tracker, () => told(), options), content, stop() {
  } };
  one.content = content;
  watched.set(element, one);
  const ended = new AbortController();
  const first = { signal: ended.signal, capture: true };
  let asked = Number.NaN;
  let shown = 0;
  const tell = (signal) => one.play.signal(signal, {
    position: element.currentTime === asked ? shown : element.currentTime,
    duration: element.duration,
    rate: element.playbackRate,
    loops: element.loop
  });
  const isSeen = () => options.countHidden || element.tagName === "AUDIO" || document.visibilityState === "visible" || document.pictureInPictureElement === element;
  const look = (event) => tell(event?.type !== "pagehide" && isSeen() ? "visible" : "hidden");
  let framedAt = -Infinity;
  const frame = (_now, { mediaTime }) => {
    if (ended.signal.aborted)
      return;
    const now = performance.now();
    asked = shown = element.currentTime;
    const ahead = mediaTime - asked;
    if (ahead < AHEAD + Math.min(1, (now - framedAt) / 1e3) && ahead > -BEHIND)
      shown = mediaTime;
    framedAt = now;
    tell("time");
    frames.requestVideoFrameCallback?.(frame);
  };
  const frames = element;
  element.addEventListener("timeupdate", () => performance.now() - framedAt > UNFRAMED && tell("time"), first);
  for (const name in SIGNALS)
    element.addEventListener(name, () => tell(SIGNALS[name]), first);
  for (const name of ["visibilitychange", "pagehide", "pageshow"])
    addEventListener(name, look, first);
  for (const name of ["enterpictureinpicture", "leavepictureinpicture"])
    element.addEventListener(name, look, first);
  look();
  if (!element.paused && !element.ended && element.readyState > 2)
    tell("playing");
  frames.requestVideoFrameCallback?.(frame);
  one.stop = () => {
    if (!ended.signal.aborted)
      tell("stop");
    ended.abort();
  };
  return one.stop;
}

// node_modules/@viewpulse/media/dist/native.js
function watchReactNativeVideo(tracker, content, { repeat: loops = false, ...options } = {}) {
  const play = startPlay(tracker, content, options);
  let position = 0;
  let duration = 0;
  let rate = 1;
  const tell = (signal) => play.signal(signal, { position, duration, rate, loops });
  return {
    props: {
      progressUpdateInterval: 250,
      onLoadStart() {
        tell("emptied");
        position = duration = 0;
      },
      onLoad(loaded) {
        ({ duration, currentTime: position } = loaded);
      },
      onProgress({ currentTime }) {
        position = currentTime;
        tell("time");
      },
      onPlaybackStateChanged({ isPlaying, isSeeking }) {
        if (!isSeeking)
          tell(isPlaying ? "playing" : "pause");
      },
      onBuffer({ isBuffering }) {
        tell(isBuffering ? "waiting" : "time");
      },
      onPlaybackRateChange({ playbackRate }) {
        if (playbackRate)
          rate = playbackRate;
        tell("rate");
      },
      onEnd() {
        position = duration || position;
        tell("ended");
      }
    },
    setSeen: (isSeen) => tell(isSeen ? "visible" : "hidden"),
    stop: () => tell("stop")
  };
}
export {
  startPlay,
  watchExpoVideo,
  watchMedia,
  watchReactNativeVideo
};
