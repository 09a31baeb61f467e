import { type Answer, type Outcome, outcomeOf, type Problem } from "./answers.ts";
import { uuid7 } from "./ids.ts";
import type { ConsentPurpose, ContextInput, EventInput } from "./schema.ts";
import { makeStore } from "./store.ts";

const MAX_EVENTS = 100; // of one request
const FLUSH_AT = 10; // events
const SPILL_AFTER = 100; // events
const FLUSH_SECONDS = 30;
const LEAVING_BYTES = 48 * 1024; // browsers give all requests of a page that is left 64 KiB together
const MAX_AGE = 7 * 86_400_000; // ms
const MAX_PAUSE = 300; // seconds
const TIMEOUT = 30_000; // ms
const DAY = 86_400_000; // ms
const SUSPECTS = 3; // events refused alone without one that is taken: then it is no event's fault
const MIN_PACKED = 1024; // bytes

/** An event as the app knows it; id, session and time are added. */
export type TrackedEvent = Omit<EventInput, "id" | "sessionId" | "age" | "consent">;

/** `pending`: events wait in memory; `denied`: nothing is kept or sent. */
export type Consent = "pending" | "granted" | "denied";

export interface TrackerOptions {
  /** The tracking path of the server, such as `https://api.example.org/v1/in`. */
  readonly url: string;
  /** The write key of the project; it is public. */
  readonly writeKey: string;
  /** What all events share, such as the device; an event's own field replaces the whole field. */
  readonly context?: Omit<ContextInput, "sessionId" | "consent">;
  /** Gives the token of the signed-in user, or null; asked before each request, and again when it has expired. */
  readonly token?: () => string | null | Promise<string | null>;
  /** Leave it out if nobody needs to be asked. */
  readonly consent?: Consent;
  /** What the viewer agrees to if consent is `granted`; ANALYTICS by default. */
  readonly purposes?: readonly ConsentPurpose[];
  /** Name of the queue; needed only if one site sends to several projects. */
  readonly queue?: string;
  /** Whether batches are compressed; pages of other sites then ask the server once before. */
  readonly gzip?: boolean;
  /** Called for each event that is not stored for good, and once when sending pauses; writes a warning by default. */
  readonly onProblem?: (problem: Problem) => void;
}

export interface Tracker {
  /** Stores an event before it returns, and sends it soon. Never throws. Returns the id; empty if nothing was stored. */
  track(event: TrackedEvent): string;
  /** Sends what waits now, also after a pause. Resolves when nothing is left to send for the moment. */
  flush(): Promise<void>;
  /** Number of events that wait for an answer. */
  waiting(): Promise<number>;
  /** Number of events that this page has dropped unsent: they were too old, or the queue was full. */
  readonly dropped: number;
  /** Who a guest is; keep it secret. Empty while consent is `denied`. */
  readonly sessionId: string;
  /** Makes the viewer another guest, such as after signing out. */
  resetSession(): void;
  /** What the viewer has agreed to; undefined if nobody is asked. Set it when the viewer decides. */
  consent: Consent | undefined;
  /** Ends timers and listeners; what waits stays stored. */
  close(): void;
}

/** Makes a tracker; one for a page. Without a browser it keeps events in memory. */
export function createTracker(options: TrackerOptions): Tracker {
  const { url, writeKey, gzip, onProblem = (problem) => console.warn("Viewpulse:", problem) } = options;
  const prefix = `viewpulse:${options.queue ?? ""}:`;
  const store = makeStore(prefix);
  const own = new Set<string>(); // tracked by this page, and not answered as far as it knows
  const flying = new Map<string, number>(); // ids, and their bytes, of requests that may outlive the page
  const aside = new Set<string>(); // refused alone, until another event shows that the fault is theirs
  let consent = options.consent;
  let session = "";
  let fresh = 0;
  let dropped = 0;
  let size = MAX_EVENTS;
  let isPaused = false;
  let isOffline = false;
  let isClosed = false;
  let draining: Promise<void> | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let due = 0;
  let token: string | null | undefined;

  function tell(problem: Problem) {
    try {
      onProblem(problem);
    } catch {} // the app's own
  }

  const agreed = () => (consent ? { consent: options.purposes ?? ["ANALYTICS"] } : {});
  const maySend = () => !isClosed && (!consent || consent === "granted");

  function currentSession(): string {
    if (consent === "denied") return "";
    session = store.note("guest") ?? session;
    if (!session) store.setNote("guest", (session = crypto.randomUUID?.() ?? uuid7()));
    return session;
  }

  /** Attempts that failed, and when the next one may be; all pages of the origin share this. */
  function pause(): [attempts: number, until: number] {
    const [attempts = 0, until = 0] = (store.note("pause") ?? "").split(" ").map(Number);
    return until - Date.now() > DAY ? [0, 0] : [attempts, until]; // then the clock was set
  }

  function schedule(milliseconds: number) {
    const at = Date.now() + milliseconds;
    if (isClosed || isPaused || !maySend() || (timer !== undefined && at >= due)) return;
    clearTimeout(timer);
    due = at;
    timer = setTimeout(() => {
      timer = undefined;
      void drain();
    }, milliseconds);
    (timer as { unref?: () => void }).unref?.();
  }

  /** One request, and what is to be done after it. */
  async function attempt(texts: readonly string[], keepalive: boolean, leaving = false): Promise<Outcome> {
    let status = 0;
    let answer: Answer | null = null;
    let retryAfter: string | null = null;
    try {
      const given = options.token?.();
      if (!(given instanceof Promise)) token = given;
      else if (!leaving) token = await given; // a page that is left can't wait, and has the last one
      const head = JSON.stringify({ key: writeKey, ...(token && { token }), sentAt: new Date().toISOString() });
      const body: string = `${head.slice(0, -1)},"events":[${texts.join(",")}]}`;
      const isPacked = gzip && !leaving && body.length > MIN_PACKED && typeof CompressionStream === "function";
      const response = await fetch(url, {
        method: "POST",
        body: isPacked ? await packed(body) : body,
        credentials: "omit",
        keepalive,
        signal: AbortSignal.timeout(TIMEOUT),
        ...(isPacked && { headers: { "content-encoding": "gzip" } }),
      });
      ({ status } = response);
      retryAfter = response.headers.get("retry-after");
      answer = (await response.json()) as Answer;
    } catch {} // no answer, or none of the API
    isOffline = !status;
    return outcomeOf(status, answer, retryAfter);
  }

  async function settle(ids: readonly string[], outcome: Outcome): Promise<boolean> {
    if (outcome.next === "done") {
      store.setNote("pause", "0 0");
      size = Math.min(size * 2, MAX_EVENTS);
      const spoilt = [...aside];
      aside.clear();
      for (const id of [...ids, ...spoilt]) own.delete(id);
      await store.remove([...ids, ...spoilt]);
      for (const eventId of spoilt) tell({ code: "BAD_INPUT", message: "The server reads no batch with it.", eventId });
      for (const problem of outcome.problems) if (problem.code !== "DUPLICATE") tell(problem);
      return true;
    }
    if (outcome.next === "wait") {
      const attempts = pause()[0] + 1;
      const seconds = Math.max(outcome.seconds, Math.random() * Math.min(MAX_PAUSE, 2 ** (attempts - 1)));
      store.setNote("pause", `${attempts} ${Date.now() + Math.ceil(seconds * 1000)}`);
      return false;
    }
    if (outcome.next === "split" && ids.length > 1) {
      size = Math.ceil(ids.length / 2);
      return true;
    }
    if (outcome.next === "split") {
      aside.add(ids[0]!);
      size = 1;
      if (aside.size < SUSPECTS) return true;
    }
    if (!isPaused) tell(outcome.problem);
    isPaused = true;
    return false;
  }

  async function sendAll() {
    fresh = 0;
    await store.spill();
    dropped += await store.trim();
    let renewed = false;
    const gone = new Set<string>(); // also if storage can't delete them
    while (maySend() && !isPaused && Date.now() >= pause()[1]) {
      const loaded = await store.load(size + aside.size + flying.size + gone.size);
      const left = new Set(loaded.map(([id]) => id));
      for (const id of gone) if (!left.has(id)) gone.delete(id);
      const batch = loaded.filter(([id]) => !aside.has(id) && !flying.has(id) && !gone.has(id)).slice(0, size);
      const old = batch.filter(([, text]) => Date.now() - Date.parse(JSON.parse(text).occurredAt) > MAX_AGE);
      if (old.length) {
        dropped += old.length;
        for (const [id] of old) gone.add(id);
        await store.remove(old.map(([id]) => id));
        continue;
      }
      if (!batch.length) {
        if (!aside.size && !flying.size) own.clear(); // other pages have sent the rest
        break;
      }
      const ids = batch.map(([id]) => id);
      const texts = batch.map(([, text]) => text);
      const bytes = new Blob(texts).size;
      const keepalive = bytes < LEAVING_BYTES;
      for (const id of ids) flying.set(id, keepalive ? bytes / ids.length : 0);
      try {
        const outcome = await attempt(texts, keepalive);
        if (outcome.next === "renew" && !renewed) {
          renewed = true;
          continue; // with a new token, once
        }
        if (!(await settle(ids, outcome))) break;
        if (outcome.next === "done") for (const id of ids) gone.add(id);
      } finally {
        for (const id of ids) flying.delete(id);
      }
    }
  }

  /** Sends what waits, one page of the origin at a time. */
  function drain(): Promise<void> {
    draining ??= (async () => {
      try {
        const locks = globalThis.navigator?.locks;
        const signal = AbortSignal.timeout(2 * TIMEOUT);
        if (!locks) await sendAll();
        else await locks.request(prefix, { signal }, sendAll).catch((error) => {
            if (error.name === "SecurityError") return sendAll(); // a sandboxed frame has no locks
          });
      } catch {} // another page is still sending, or storage fails: later
      draining = undefined;
      if (fresh > SPILL_AFTER) void drain();
      const until = pause()[1] - Date.now();
      if (until > 0) schedule(until);
      else if (own.size || fresh) schedule(FLUSH_SECONDS * 1000);
    })();
    return draining;
  }

  /** Sends what a page that is left can still send: the newest state of each play, then the oldest events. */
  function leave(event: Event) {
    if (event.type !== "pagehide" && document.visibilityState !== "hidden") return;
    if (!maySend() || isPaused || Date.now() < pause()[1]) return;
    const plays = new Set<unknown>();
    const newest: [string, string][] = [];
    const others: [string, string][] = [];
    for (const id of [...own].reverse()) {
      const text = store.find(id);
      if (text === null || flying.has(id)) continue;
      const play = JSON.parse(text).playId ?? id;
      (plays.has(play) || play === id ? others : newest).push([id, text]);
      plays.add(play);
    }
    let room = LEAVING_BYTES - 1024; // what is around the events
    for (const bytes of flying.values()) room -= bytes;
    const chosen: [string, string][] = [];
    for (const entry of [...newest, ...others.reverse()]) {
      const bytes = new Blob([entry[1]]).size + 1;
      if (bytes > room || chosen.length === MAX_EVENTS) continue;
      room -= bytes;
      chosen.push(entry);
      flying.set(entry[0], bytes);
    }
    if (!chosen.length) return;
    const ids = chosen.sort(([a], [b]) => (a < b ? -1 : 1)).map(([id]) => id);
    void attempt(chosen.map(([, text]) => text), true, true).then(async (outcome) => {
      for (const id of ids) flying.delete(id);
      if (outcome.next === "done" || outcome.next === "wait") await settle(ids, outcome);
      schedule(Math.max(0, pause()[1] - Date.now()));
    }, () => {});
  }

  function comeBack() {
    if (isOffline) store.setNote("pause", "0 0"); // a limit of the server still holds
    schedule(0);
  }

  function open() {
    store.open();
    schedule(Math.max(0, pause()[1] - Date.now())); // what an earlier page has left
  }

  const page = typeof document === "undefined" ? undefined : document;
  page?.addEventListener("visibilitychange", leave);
  globalThis.addEventListener?.("pagehide", leave);
  globalThis.addEventListener?.("online", comeBack);
  if (maySend()) open();
  else if (consent === "denied") store.clear();

  return {
    track(event) {
      try {
        if (consent === "denied" || isClosed) return "";
        const id = uuid7();
        const occurredAt = event.occurredAt ?? new Date().toISOString();
        const added = { ...(consent === "granted" && agreed()), id, occurredAt, sessionId: currentSession() };
        dropped += store.add(id, JSON.stringify({ ...options.context, ...event, ...added }));
        own.add(id);
        fresh += 1;
        if (fresh > SPILL_AFTER) void drain(); // makes room, also where nothing may be sent now
        schedule(fresh < FLUSH_AT ? FLUSH_SECONDS * 1000 : Math.max(0, pause()[1] - Date.now()));
        return id;
      } catch (error) {
        tell({ code: "NOT_TRACKED", message: String(error) });
        return "";
      }
    },
    async flush() {
      isPaused = false;
      aside.clear();
      await draining;
      await drain();
    },
    waiting: () => store.count(),
    get dropped() {
      return dropped;
    },
    get sessionId() {
      return currentSession();
    },
    resetSession() {
      if (consent !== "denied") store.setNote("guest", (session = crypto.randomUUID?.() ?? uuid7()));
    },
    get consent() {
      return consent;
    },
    set consent(decided) {
      const before = consent;
      consent = decided;
      if (decided === "denied") {
        own.clear();
        session = "";
        store.clear();
      } else if (maySend() && before !== decided) {
        open();
        store.settle((text) => JSON.stringify({ ...JSON.parse(text), ...agreed(), sessionId: currentSession() }));
      }
    },
    close() {
      isClosed = true;
      clearTimeout(timer);
      page?.removeEventListener("visibilitychange", leave);
      globalThis.removeEventListener?.("pagehide", leave);
      globalThis.removeEventListener?.("online", comeBack);
    },
  };
}

async function packed(body: string): Promise<ArrayBuffer> {
  return new Response(new Blob([body]).stream().pipeThrough(new CompressionStream("gzip"))).arrayBuffer();
}
