import { type Answer, type Outcome, outcomeOf, type Problem } from "./answers.ts";
import { uuid7 } from "./ids.ts";
import type { TrackedEvent } from "./events.ts";
import { bytesOf, inTime, isLater, later, limit } from "./requests.ts";
import type { ConsentPurpose, ContextInput } from "./schema.ts";
import { type EventStorage, makeStore } from "./store.ts";

const MAX_EVENTS = 100; // of one request
const FLUSH_AT = 10; // events
const TRIM_AFTER = 100; // events
const FLUSH_SECONDS = 30;
const LEAVING_BYTES = 48 * 1024; // browsers give all requests of a page that is left 64 KiB together
const MAX_AGE = 7 * 86_400_000; // ms
const MAX_PAUSE = 300; // seconds
const TIMEOUT = 30_000; // ms
const SUSPECTS = 3; // events refused alone without one that is taken: then it is no event's fault

/** `pending`: events wait in memory; `denied`: nothing is kept or sent, by no open tab. */
export type Consent = "pending" | "granted" | "denied";

export interface TrackerOptions {
  /** The tracking path of the server, such as `https://api.example.org/v1/in`. */
  readonly url: string;
  /** The write key of the project; it is public. */
  readonly writeKey: string;
  /** What all events share, such as the device; an event's own field replaces the whole field. */
  readonly context?: Omit<ContextInput, "sessionId" | "consent">;
  /** Gives the token of the signed-in user, or null; asked before each request, and again when it has expired; what takes 30 seconds is no answer. */
  readonly token?: () => string | null | PromiseLike<string | null>;
  /** Leave it out if nobody needs to be asked. */
  readonly consent?: Consent;
  /** What the viewer agrees to if consent is `granted`; ANALYTICS by default. */
  readonly purposes?: readonly ConsentPurpose[];
  /** Name of the queue; needed only if one site sends to several projects. */
  readonly queue?: string;
  /** Where events are kept, if not in the browser's own storage; `@viewpulse/core/async-storage` adapts what answers later. */
  readonly storage?: EventStorage | PromiseLike<EventStorage>;
  /** Compresses batches: that of `@viewpulse/core/gzip`. Pages of other sites then ask the server once before. */
  readonly gzip?: (body: string) => Promise<ArrayBuffer | undefined>;
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
  const store = makeStore(prefix, () => {
    consent = "denied"; // in another tab
    forget();
  });
  const own = new Map<string, number>(); // tracked by this page and not answered, with the time by the clock of the page
  const flying = new Map<string, number>(); // ids, and their bytes, of requests that may outlive the page
  const aside = new Set<string>(); // refused alone, until another event shows that the fault is theirs
  const ended = new AbortController();
  let consent = options.consent;
  let session = "";
  let fresh = 0;
  let dropped = 0;
  let size = MAX_EVENTS;
  let isPaused = false;
  let isOffline = false;
  let isOpen = false;
  let opening: PromiseLike<void> | undefined;
  let pauseSeen = "";
  let tried = 0; // attempts that failed
  let free = 0; // when the pause ends, by the clock of the page
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
  const mayKeep = () => !ended.signal.aborted && (!consent || consent === "granted");
  const maySend = () => isOpen && mayKeep();

  const newSession = () => store.setNote("guest", (session = uuid7()));

  function currentSession(): string {
    if (consent === "denied") return "";
    session = store.note("guest") ?? session;
    if (!session) newSession();
    return session;
  }

  /**
   * Milliseconds until the next attempt. All pages of the origin share the pause; it lasts as long as it was said to last,
   * also if the device's clock is set meanwhile.
   */
  function pause(): number {
    const note = store.note("pause") ?? "";
    if (note !== pauseSeen) {
      const [failures = 0, until = 0, length = 0] = note.split(" ").map(Number);
      pauseSeen = note;
      tried = failures;
      free = performance.now() + Math.min(until - Date.now(), length);
    }
    return Math.max(0, free - performance.now());
  }

  function drop(number: number) {
    dropped += number;
    if (number) store.setNote("dropped", `${unsaid() + number}`);
  }

  /** How many dropped events the server has not been told of. */
  const unsaid = () => Number(store.note("dropped") ?? 0);

  /**
   * An event as it is sent; empty if it is too old. If its time can't be right, the clock was set since: then its age is
   * what this page has measured, or else nothing.
   */
  function timed(id: string, text: string): string {
    const event = JSON.parse(text);
    let age = Date.now() - Date.parse(event.occurredAt);
    if (!(age < 0 || age > MAX_AGE)) return text;
    age = Math.max(0, own.has(id) ? performance.now() - own.get(id)! : age);
    return age > MAX_AGE ? "" : JSON.stringify({ ...event, occurredAt: new Date(Date.now() - age) });
  }

  function schedule(milliseconds: number) {
    const at = performance.now() + milliseconds;
    if (isPaused || !maySend() || (timer !== undefined && at >= due)) return;
    clearTimeout(timer);
    due = at;
    timer = later(() => {
      timer = undefined;
      void drain();
    }, milliseconds);
  }

  /** One request, and what is to be done after it; undefined if no answer will come. */
  async function attempt(texts: readonly string[], keepalive: boolean, leaving = false): Promise<Outcome | undefined> {
    let status = 0;
    let answer: Answer | undefined;
    let retryAfter: string | null | undefined;
    try {
      const asked = options.token?.();
      if (!isLater(asked)) token = asked;
      else if (!leaving) token = await inTime(TIMEOUT, asked);
      else if (token === undefined) return; // a page that is left can't wait, and would send as a guest
      const lost = leaving ? 0 : unsaid();
      const head = { key: writeKey, ...(token && { token }), ...(lost && { dropped: lost }), sentAt: new Date() };
      const body = `${JSON.stringify(head).slice(0, -1)},"events":[${texts.join(",")}]}`;
      if (leaving && !("keepalive" in Request.prototype)) {
        navigator.sendBeacon(url, body);
        return; // the next page sends them again
      }
      const packed = !leaving && (await gzip?.(body));
      const response = await fetch(url, {
        method: "POST",
        body: packed || body,
        keepalive,
        signal: limit(TIMEOUT),
        ...(packed && { headers: { "content-encoding": "gzip" } }),
      });
      ({ status } = response);
      retryAfter = response.headers.get("retry-after");
      answer = (await response.json()) as Answer;
      if (lost && answer.problems) store.setNote("dropped", `${unsaid() - lost}`);
    } catch {} // no answer, or none of the API
    isOffline = !status;
    return outcomeOf(status, answer, retryAfter);
  }

  async function settle(ids: readonly string[], outcome: Outcome): Promise<boolean> {
    if (outcome.next === "done") {
      store.setNote("pause", "");
      size = Math.min(size * 2, MAX_EVENTS);
      const spoilt = [...aside];
      aside.clear();
      for (const id of [...ids, ...spoilt]) own.delete(id);
      await store.remove([...ids, ...spoilt]);
      for (const eventId of spoilt) tell({ code: "BAD_INPUT", message: "It spoils batches.", eventId });
      for (const problem of outcome.problems) if (problem.code !== "DUPLICATE") tell(problem);
      return true;
    }
    if (outcome.next === "wait") {
      pause(); // what other pages have tried
      const length = Math.ceil(1000 * Math.max(outcome.seconds, Math.random() * Math.min(MAX_PAUSE, 2 ** tried)));
      store.setNote("pause", `${tried + 1} ${Date.now() + length} ${length}`);
      return false;
    }
    if (outcome.next === "split") {
      size = Math.ceil(ids.length / 2);
      if (ids.length > 1 || aside.add(ids[0]!).size < SUSPECTS) return true;
    }
    if (!isPaused) tell(outcome.problem);
    isPaused = true;
    return false;
  }

  async function sendAll() {
    fresh = 0;
    drop(await store.trim());
    let renewed = false;
    let gone = new Set<string>(); // also if storage can't delete them
    while (maySend() && !isPaused && !pause()) {
      const loaded = await store.load(size + aside.size + flying.size + gone.size);
      gone = new Set(loaded.map(([id]) => id).filter((id) => gone.has(id)));
      const batch = loaded.filter(([id]) => !aside.has(id) && !flying.has(id) && !gone.has(id)).slice(0, size);
      const ids = batch.map(([id]) => id);
      const texts = batch.map(([id, text]) => timed(id, text));
      const old = ids.filter((_, at) => !texts[at]);
      if (old.length) {
        drop(old.length);
        for (const id of old) gone.add(id);
        await store.remove(old);
        continue;
      }
      if (!batch.length) {
        if (!fresh && !aside.size && !flying.size) own.clear(); // other pages have sent the rest
        break;
      }
      const bytes = bytesOf(texts.join());
      const keepalive = bytes < LEAVING_BYTES;
      for (const id of ids) flying.set(id, keepalive ? bytes / ids.length : 0);
      try {
        const outcome = (await attempt(texts, keepalive))!;
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
        await (locks?.request(prefix, { signal: limit(2 * TIMEOUT) }, sendAll) ?? sendAll()).catch((error) => {
          if (error.name === "SecurityError") return sendAll(); // a sandboxed frame has no locks
        });
      } catch {} // another page is still sending, or storage fails: later
      draining = undefined;
      if (fresh > TRIM_AFTER) void drain();
      if (pause()) schedule(pause());
      else if (own.size || fresh) schedule(FLUSH_SECONDS * 1000);
    })();
    return draining;
  }

  /** Sends what a page that is left can still send: the newest state of each play, then the oldest events. */
  function leave(event: Event) {
    if (event.type !== "pagehide" && document.visibilityState !== "hidden") return;
    if (!maySend() || isPaused || pause()) return;
    let room = LEAVING_BYTES - 1024; // what is around the events
    for (const bytes of flying.values()) room -= bytes;
    const newest = new Map<unknown, string>();
    for (const id of own.keys()) {
      const { playId } = JSON.parse(store.find(id) || "{}");
      if (playId) newest.set(playId, id);
    }
    const chosen = new Map<string, string>();
    for (const id of new Set([...[...newest.values()].reverse(), ...own.keys()])) {
      const text = timed(id, store.find(id) || "{}");
      const bytes = bytesOf(text) + 1;
      if (bytes < 4 || bytes > room || flying.has(id) || chosen.size === MAX_EVENTS) continue;
      room -= bytes;
      chosen.set(id, text);
      flying.set(id, bytes);
    }
    if (!chosen.size) return;
    const ids = [...chosen.keys()].sort();
    void attempt(ids.map((id) => chosen.get(id)!), true, true).then(async (outcome) => {
      for (const id of ids) flying.delete(id);
      if (outcome?.next !== "done" && outcome?.next !== "wait") return;
      await settle(ids, outcome);
      schedule(pause());
    }, () => {});
  }

  function comeBack() {
    if (isOffline) store.setNote("pause", ""); // a limit of the server still holds
    schedule(0);
  }

  /** Uses the storage when it is there, and that of the browser if it never is. */
  function reach(use: (storage?: EventStorage) => void) {
    const { storage } = options;
    if (isLater(storage)) opening = storage.then(use, () => use());
    else use(storage);
  }

  /** Begins to keep and to send; what was in memory gets the stored session. */
  const open = () =>
    reach((storage) => {
      if (!mayKeep()) return;
      store.open(storage);
      isOpen = true;
      store.settle((text) => JSON.stringify({ ...JSON.parse(text), ...agreed(), sessionId: currentSession() }));
      schedule(pause()); // what an earlier page has left
    });

  const forget = () => {
    own.clear();
    session = "";
    reach(store.clear);
  };

  const decline = () => {
    forget();
    store.erase();
  };

  const listening = { signal: ended.signal };
  globalThis.document?.addEventListener("visibilitychange", leave, listening);
  globalThis.addEventListener?.("pagehide", leave, listening);
  globalThis.addEventListener?.("online", comeBack, listening);
  if (mayKeep()) open();
  else if (consent === "denied") decline();

  return {
    track(event) {
      try {
        if (consent === "denied" || ended.signal.aborted) return "";
        const id = uuid7();
        const occurredAt = event.occurredAt ?? new Date().toISOString();
        const added = { ...agreed(), id, occurredAt, sessionId: currentSession() };
        drop(store.add(id, JSON.stringify({ ...options.context, ...event, ...added })));
        own.set(id, performance.now() - Date.now() + Date.parse(occurredAt));
        fresh += 1;
        if (fresh > TRIM_AFTER) void drain(); // makes room, also where nothing may be sent now
        schedule(fresh < FLUSH_AT ? FLUSH_SECONDS * 1000 : pause());
        return id;
      } catch (error) {
        tell({ code: "NOT_TRACKED", message: String(error) });
        return "";
      }
    },
    async flush() {
      isPaused = false;
      aside.clear();
      await opening;
      await draining;
      await drain();
    },
    waiting: store.count,
    get dropped() {
      return dropped;
    },
    get sessionId() {
      return currentSession();
    },
    resetSession() {
      if (consent !== "denied") newSession();
    },
    get consent() {
      return consent;
    },
    set consent(decided) {
      const before = consent;
      consent = decided;
      if (decided === "denied") decline();
      else if (!mayKeep()) store.close();
      else if (before !== decided) open();
    },
    close() {
      ended.abort();
      clearTimeout(timer);
    },
  };
}
