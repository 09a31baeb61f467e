// Viewpulse for a web player, in plain JavaScript: copy this file, or the ideas in it.
//
//   const tracker = new Tracker({ endpoint: "http://127.0.0.1:8000/graphql", key: "…" });
//   watchVideo(document.querySelector("video"), tracker, { contentId: "clip", creatorId: "ada" });
//   tracker.track("LIKE", { contentId: "clip", creatorId: "ada" });

const BATCH = 100; // maximum number of events per trackEvents call
const BATCH_ON_LEAVING = 50; // browsers send at most 64 KiB for a page that is being closed
const COALESCE_MS = 150;
const MAX_WAIT_MS = 30_000;

const TRACK = `mutation Track($events: [EventInput!]!, $sentAt: DateTime) {
  trackEvents(events: $events, sentAt: $sentAt) { results { status eventId code message } }
}`;

/** A UUIDv7. It starts with the time, so ids sort by age and the server finds them quickly. */
export function uuid7() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  new DataView(bytes.buffer).setBigUint64(0, (BigInt(Date.now()) << 16n) | BigInt((bytes[6] << 8) | bytes[7]));
  bytes[6] = 0x70 | (bytes[6] & 0x0f);
  bytes[8] = 0x80 | (bytes[8] & 0x3f);
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

/**
 * Sends events, and keeps each one until the server has answered.
 *
 * Every event waits in localStorage under its own id. A lost connection, a reload or a closed tab therefore loses
 * nothing, and an event that is sent twice has the same id, which the server counts once (DUPLICATE).
 */
export class Tracker {
  #endpoint;
  #key;
  #prefix;
  #timer = null;
  #sending = false;
  #failures = 0;

  /** `onAnswer(event, result)` is called for each answered event, `onTrouble(message)` when sending failed. */
  constructor({ endpoint, key, onQueued = () => {}, onAnswer = () => {}, onTrouble = () => {} }) {
    this.#endpoint = endpoint;
    this.#key = key;
    this.#prefix = `viewpulse:${key.slice(-8)}:`;
    Object.assign(this, { onQueued, onAnswer, onTrouble });
    this.sessionId = sessionStorage.getItem("viewpulse:session") ?? uuid7();
    sessionStorage.setItem("viewpulse:session", this.sessionId);
    addEventListener("online", () => this.flush());
    if (this.waiting) this.#schedule(0); // left over from an earlier page
  }

  /** Number of events without an answer. */
  get waiting() {
    return this.#ids().length;
  }

  track(type, fields) {
    const event = { id: uuid7(), type, occurredAt: new Date().toISOString(), sessionId: this.sessionId, ...fields };
    localStorage.setItem(this.#prefix + event.id, JSON.stringify(event));
    this.onQueued(event);
    this.#schedule(COALESCE_MS);
    return event;
  }

  /** Sends the waiting events. `leaving` lets the request outlive the page. */
  async flush({ leaving = false } = {}) {
    if (this.#sending && !leaving) return;
    const events = this.#ids()
      .slice(0, leaving ? BATCH_ON_LEAVING : BATCH)
      .map((id) => JSON.parse(localStorage.getItem(this.#prefix + id)));
    if (!events.length) return;
    this.#sending = true;
    try {
      const response = await fetch(this.#endpoint, {
        method: "POST",
        keepalive: leaving,
        headers: { "content-type": "application/json", "x-viewpulse-key": this.#key },
        body: JSON.stringify({ query: TRACK, variables: { events, sentAt: new Date().toISOString() } }),
      });
      const { data, errors } = await response.json();
      if (errors) throw new Error(`${errors[0].extensions?.code}: ${errors[0].message}`);
      data.trackEvents.results.forEach((result, index) => {
        localStorage.removeItem(this.#prefix + events[index].id); // also when REJECTED: a retry would not help
        this.onAnswer(events[index], result);
      });
      this.#failures = 0;
    } catch (error) {
      this.#failures += 1;
      this.onTrouble(error.message);
    } finally {
      this.#sending = false;
      if (this.waiting) this.#schedule(this.#failures ? this.#backoff() : 0);
    }
  }

  #ids() {
    return Object.keys(localStorage)
      .filter((name) => name.startsWith(this.#prefix))
      .map((name) => name.slice(this.#prefix.length))
      .sort();
  }

  #schedule(milliseconds) {
    if (this.#failures && this.#timer) return; // the backoff decides
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#timer = null;
      this.flush();
    }, milliseconds);
  }

  #backoff() {
    return Math.min(MAX_WAIT_MS, 500 * 2 ** this.#failures) * (0.5 + Math.random() / 2);
  }
}

/**
 * Reports what a <video> element really plays: each section of it, how long in all, and what the viewer did.
 *
 * One play runs from the first frame to the end (or to leaving the page); playing again is another play.
 * Watch time is counted in seconds of the video, so a part that is watched twice counts twice.
 */
export function watchVideo(video, tracker, content, { heartbeat = 5, onSection = () => {} } = {}) {
  let play = null; // the current play
  let start = null; // position at which the current section began
  let latest = { position: 0, at: 0 }; // the newest position known to have been on screen
  let plays = 0;

  const note = () => (latest = { position: video.currentTime, at: performance.now() });

  // When `seeking` fires, currentTime has already jumped: extrapolate the newest known position by the clock.
  const positionBeforeJump = () => {
    const since = Math.min(0.5, (performance.now() - latest.at) / 1000) * video.playbackRate;
    return Math.min(latest.position + since, video.duration);
  };

  // A section continues where the last one ended, unless the viewer jumped: browsers report a pause a little early.
  const open = () => {
    if (start !== null) return;
    start = Math.abs(video.currentTime - latest.position) < 0.25 ? latest.position : video.currentTime;
    note();
  };

  const close = (end) => {
    if (start === null) return;
    const section = { start: Math.round(start * 1000) / 1000, end: Math.round(end * 1000) / 1000 };
    start = null;
    latest = { position: end, at: performance.now() };
    if (section.end <= section.start) return;
    play.sections.push(section);
    play.watchedMs += Math.round((section.end - section.start) * 1000);
    onSection(section, play);
  };

  const report = (type, properties) => {
    const viewData = {
      watchTime: (play.watchedMs - play.reportedMs) / 1000, // increments: watch time and sections since the last report add up
      position: Math.min(video.currentTime, video.duration),
      duration: video.duration,
      loopCount: play.loops,
      playbackRate: play.rate,
      isRewatch: play.isRewatch,
      sections: play.sections,
    };
    play.reportedMs = play.watchedMs;
    play.sections = [];
    tracker.track(type, { ...content, playId: play.id, viewData, ...(properties && { properties }) });
  };

  const progress = () => {
    if (start !== null && !video.seeking) {
      close(video.currentTime);
      open();
    }
    if (play?.sections.length) report("VIEW_PROGRESS");
  };

  const on = (name, act) => video.addEventListener(name, act);

  on("playing", () => {
    open();
    if (!play) {
      play = { id: crypto.randomUUID(), watchedMs: 0, reportedMs: 0, sections: [], loops: 0, isRewatch: plays > 0 };
      play.rate = video.playbackRate;
      plays += 1;
      report("VIEW_START");
    } else if (play.paused) {
      play.paused = false;
      report("RESUME");
    }
  });
  on("ratechange", () => {
    if (!play) return;
    progress(); // what was watched so far was watched at the rate before
    play.rate = video.playbackRate;
  });
  on("timeupdate", () => start !== null && !video.seeking && note());
  on("waiting", () => video.seeking || close(video.currentTime));
  on("pause", () => {
    if (!play) return;
    close(video.currentTime);
    if (video.ended) return; // `ended` follows
    play.paused = true;
    report("PAUSE");
  });
  on("seeking", () => {
    if (!play) return;
    const from = start === null ? latest.position : positionBeforeJump();
    close(from);
    play.jumpedFrom ??= from; // dragging the handle is one seek
  });
  on("seeked", () => {
    if (!play || play.jumpedFrom === undefined) return;
    const from = play.jumpedFrom;
    play.jumpedFrom = undefined;
    if (video.loop && video.currentTime < 0.5 && from > video.duration - 0.5) {
      play.loops += 1;
      report("VIEW_PROGRESS");
    } else {
      report("SEEK", { from, to: video.currentTime });
    }
    note();
    if (!video.paused) open();
  });
  on("ended", () => {
    if (!play) return;
    close(video.duration);
    report("VIEW_COMPLETE");
    play = null;
  });

  setInterval(progress, heartbeat * 1000);
  // The last event that a page always gets, whether it is closed, left, or discarded by a phone.
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState !== "hidden") return;
    progress();
    tracker.flush({ leaving: true });
  });
}
