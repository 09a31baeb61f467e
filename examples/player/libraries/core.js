// Built from clients/typescript/packages/core; do not edit.

// node_modules/@viewpulse/core/dist/ids.js
var time = 0;
var sequence = 0;
var hex = (number, digits) => number.toString(16).padStart(digits, "0");
function uuid7() {
  const now = Date.now();
  if (now > time) {
    time = now;
    sequence = 0;
  } else if (++sequence > 4095) {
    time += 1;
    sequence = 0;
  }
  const random = crypto.getRandomValues(new Uint16Array(4));
  const tail = [...random.subarray(1)].map((part) => hex(part, 4)).join("");
  const clock = hex(time, 12);
  const variant = hex(32768 | random[0] & 16383, 4);
  return `${clock.slice(0, 8)}-${clock.slice(8)}-7${hex(sequence, 3)}-${variant}-${tail}`;
}

// node_modules/@viewpulse/core/dist/answers.js
var MAX_PAUSE = 86400;
var SPOILT = ["BAD_INPUT", "LIMIT_EXCEEDED"];
function outcomeOf(status, answer, retryAfter) {
  if (answer?.problems)
    return { next: "done", problems: answer.problems };
  const error = answer?.errors?.[0];
  const code = error?.extensions?.code ?? (status === 413 ? "LIMIT_EXCEEDED" : "");
  const problem = { code, message: error?.message ?? `HTTP ${status}` };
  if (SPOILT.includes(code))
    return { next: "split", problem };
  if (code === "TOKEN_EXPIRED" || code === "TOKEN_INVALID")
    return { next: "renew", problem };
  if (code && code !== "INTERNAL" && !error?.extensions.retryable)
    return { next: "pause", problem };
  return { next: "wait", seconds: Math.min(MAX_PAUSE, Number(error?.extensions?.retryAfter ?? retryAfter) || 0) };
}

// node_modules/@viewpulse/core/dist/requests.js
var bytesOf = (text) => new TextEncoder().encode(text).length;
function later(act, milliseconds) {
  const timer = setTimeout(act, milliseconds);
  timer.unref?.();
  return timer;
}
var isLater = (value) => !!value?.then;
function inTime(milliseconds, answer) {
  return new Promise((resolve, reject) => {
    answer.then(resolve, reject);
    later(reject, milliseconds);
  });
}
function limit(milliseconds) {
  const controller = new AbortController();
  later(() => controller.abort(), milliseconds);
  return controller.signal;
}

// node_modules/@viewpulse/core/dist/store.js
var KEPT_LOCAL = 200;
var COPIED_AFTER = 1e3;
var MAX_WAITING = 1e4;
var ROOM = 100;
var PATIENCE = 5e3;
var ID_LENGTH = 36;
function asked(request) {
  const last = request.transaction ?? request;
  return inTime(PATIENCE, new Promise((resolve, reject) => {
    last.oncomplete = last.onsuccess = () => resolve(request.result);
    last.onabort = last.onerror = reject;
  }));
}
function makeStore(prefix, onDeleted) {
  const memory = /* @__PURE__ */ new Map();
  const notes = /* @__PURE__ */ new Map();
  let local;
  const copied = /* @__PURE__ */ new Set();
  let copying;
  let database = Promise.resolve(null);
  function onDevice(ask) {
    try {
      return local && ask(local);
    } catch {
    }
  }
  function take(storage) {
    try {
      local = storage ?? globalThis.localStorage;
      local.getItem(prefix);
    } catch {
      local = void 0;
    }
  }
  const allKeys = () => onDevice((storage) => storage.getAllKeys?.() ?? Object.keys(storage)) ?? [];
  const localIds = () => allKeys().filter((name) => name.startsWith(prefix) && name.length === prefix.length + ID_LENGTH).map((name) => name.slice(prefix.length)).sort();
  const forget = (id) => onDevice((storage) => storage.removeItem(prefix + id));
  async function inDatabase(otherwise, use) {
    try {
      const events = (await database)?.transaction("events", "readwrite").objectStore("events");
      return events ? await asked(use(events)) : otherwise;
    } catch {
      return otherwise;
    }
  }
  const store = {
    /** Begins to keep things on the device, in localStorage or where the app says. */
    open(storage) {
      take(storage);
      for (const [name, value] of notes)
        if (store.note(name) === value)
          store.setNote(name, value);
      try {
        const opening = indexedDB.open(prefix);
        opening.onupgradeneeded = () => opening.result.createObjectStore("events");
        database = asked(opening).then((opened) => {
          opened.onversionchange = onDeleted;
          return opened;
        }, () => null);
      } catch {
      }
    },
    note(name) {
      return onDevice((storage) => storage.getItem(prefix + name)) ?? notes.get(name);
    },
    setNote(name, value) {
      notes.set(name, value);
      onDevice((storage) => storage.setItem(prefix + name, value));
    },
    /** Keeps an event. Returns how many others had to go. */
    add(id, text) {
      if (!onDevice((storage) => (storage.setItem(prefix + id, text), true)))
        memory.set(id, text);
      copying ??= later(store.copy, local ? COPIED_AFTER : 0);
      if (memory.size > MAX_WAITING)
        return +memory.delete(memory.keys().next().value);
      return 0;
    },
    /** An event that is in localStorage or in memory; empty if it is not. */
    find(id) {
      return memory.get(id) ?? onDevice((storage) => storage.getItem(prefix + id)) ?? "";
    },
    /** Changes each text that is in memory, and moves it to where it should be. */
    settle(change) {
      const entries = [...memory];
      memory.clear();
      for (const [id, text] of entries)
        store.add(id, change(text));
    },
    /** The oldest events, in their order. */
    async load(most = 4294967295) {
      const found = new Map(memory);
      for (const id of localIds())
        found.set(id, store.find(id));
      const texts = await inDatabase([], (events) => events.getAll(null, most));
      for (const text of texts)
        found.set(JSON.parse(text).id, text);
      return [...found].filter(([, text]) => text).sort(([a], [b]) => a < b ? -1 : 1).slice(0, most);
    },
    async count() {
      const elsewhere = await inDatabase([], (events) => events.getAllKeys());
      return (/* @__PURE__ */ new Set([...elsewhere, ...memory.keys(), ...localIds()])).size;
    },
    async remove(ids) {
      const gone = [...ids];
      for (const id of gone) {
        memory.delete(id);
        copied.delete(id);
        forget(id);
      }
      if (gone.length)
        await inDatabase(void 0, (events) => gone.map((id) => events.delete(id)).at(-1));
    },
    /** Copies to IndexedDB what it does not have, and keeps the newest in localStorage only. */
    async copy() {
      copying = void 0;
      if (!await database)
        return;
      const ids = [...memory.keys(), ...localIds()].filter((id) => !copied.has(id) && store.find(id));
      if (!ids.length)
        return;
      const texts = ids.map((id) => store.find(id));
      const put = await inDatabase("", (events) => ids.map((id, at) => events.put(texts[at], id)).at(-1));
      if (!put) {
        copying ??= later(store.copy, PATIENCE);
        return;
      }
      for (const id of ids)
        if (!memory.delete(id))
          copied.add(id);
      for (const id of localIds().slice(0, -KEPT_LOCAL))
        if (copied.delete(id))
          forget(id);
    },
    /** Makes room in a full queue: heartbeats go first, then the oldest. Returns how many events were dropped. */
    async trim() {
      const excess = await store.count() - MAX_WAITING;
      if (excess <= 0)
        return 0;
      const all = await store.load();
      const beats = all.filter(([, text]) => JSON.parse(text).type === "VIEW_PROGRESS");
      const dropped = [.../* @__PURE__ */ new Set([...beats, ...all])].slice(0, excess + ROOM).map(([id]) => id);
      await store.remove(dropped);
      return dropped.length;
    },
    /** Leaves the device as it is: from now on things are kept in memory. */
    close() {
      local = void 0;
      void database.then((opened) => opened?.close());
      database = Promise.resolve(null);
    },
    /** Deletes what was ever kept in memory, in localStorage, or where the app says. */
    clear(storage) {
      for (const kept of [memory, notes, copied])
        kept.clear();
      take(storage);
      for (const name of allKeys())
        if (name.startsWith(prefix))
          forget(name.slice(prefix.length));
      store.close();
    },
    /** Deletes the database; the other pages that have it open hear of it. */
    erase() {
      try {
        indexedDB.deleteDatabase(prefix);
      } catch {
      }
    }
  };
  return store;
}

// node_modules/@viewpulse/core/dist/tracker.js
var MAX_EVENTS = 100;
var FLUSH_AT = 10;
var TRIM_AFTER = 100;
var FLUSH_SECONDS = 30;
var LEAVING_BYTES = 48 * 1024;
var MAX_AGE = 7 * 864e5;
var MAX_PAUSE2 = 300;
var TIMEOUT = 3e4;
var SUSPECTS = 3;
function createTracker(options) {
  const { url, writeKey, gzip, onProblem = (problem) => console.warn("Viewpulse:", problem) } = options;
  const prefix = `viewpulse:${options.queue ?? ""}:`;
  const store = makeStore(prefix, () => {
    consent = "denied";
    forget();
  });
  const own = /* @__PURE__ */ new Map();
  const flying = /* @__PURE__ */ new Map();
  const aside = /* @__PURE__ */ new Set();
  const ended = new AbortController();
  let consent = options.consent;
  let session = "";
  let fresh = 0;
  let dropped = 0;
  let size = MAX_EVENTS;
  let isPaused = false;
  let isOffline = false;
  let isOpen = false;
  let opening;
  let pauseSeen = "";
  let tried = 0;
  let free = 0;
  let draining;
  let timer;
  let due = 0;
  let token;
  function tell(problem) {
    try {
      onProblem(problem);
    } catch {
    }
  }
  const agreed = () => consent ? { consent: options.purposes ?? ["ANALYTICS"] } : {};
  const mayKeep = () => !ended.signal.aborted && (!consent || consent === "granted");
  const maySend = () => isOpen && mayKeep();
  const newSession = () => store.setNote("guest", session = uuid7());
  function currentSession() {
    if (consent === "denied")
      return "";
    session = store.note("guest") ?? session;
    if (!session)
      newSession();
    return session;
  }
  function pause() {
    const note = store.note("pause") ?? "";
    if (note !== pauseSeen) {
      const [failures = 0, until = 0, length = 0] = note.split(" ").map(Number);
      pauseSeen = note;
      tried = failures;
      free = performance.now() + Math.min(until - Date.now(), length);
    }
    return Math.max(0, free - performance.now());
  }
  function drop(number) {
    dropped += number;
    if (number)
      store.setNote("dropped", `${unsaid() + number}`);
  }
  const unsaid = () => Number(store.note("dropped") ?? 0);
  function timed(id, text) {
    const event = JSON.parse(text);
    let age = Date.now() - Date.parse(event.occurredAt);
    if (!(age < 0 || age > MAX_AGE))
      return text;
    age = Math.max(0, own.has(id) ? performance.now() - own.get(id) : age);
    return age > MAX_AGE ? "" : JSON.stringify({ ...event, occurredAt: new Date(Date.now() - age) });
  }
  function schedule(milliseconds) {
    const at = performance.now() + milliseconds;
    if (isPaused || !maySend() || timer !== void 0 && at >= due)
      return;
    clearTimeout(timer);
    due = at;
    timer = later(() => {
      timer = void 0;
      void drain();
    }, milliseconds);
  }
  async function attempt(texts, keepalive, leaving = false) {
    let status = 0;
    let answer;
    let retryAfter;
    try {
      const asked2 = options.token?.();
      if (!isLater(asked2))
        token = asked2;
      else if (!leaving)
        token = await inTime(TIMEOUT, asked2);
      else if (token === void 0)
        return;
      const lost = leaving ? 0 : unsaid();
      const head = { key: writeKey, ...token && { token }, ...lost && { dropped: lost }, sentAt: /* @__PURE__ */ new Date() };
      const body = `${JSON.stringify(head).slice(0, -1)},"events":[${texts.join(",")}]}`;
      if (leaving && !("keepalive" in Request.prototype)) {
        navigator.sendBeacon(url, body);
        return;
      }
      const packed = !leaving && await gzip?.(body);
      const response = await fetch(url, {
        method: "POST",
        body: packed || body,
        keepalive,
        signal: limit(TIMEOUT),
        ...packed && { headers: { "content-encoding": "gzip" } }
      });
      ({ status } = response);
      retryAfter = response.headers.get("retry-after");
      answer = await response.json();
      if (lost && answer.problems)
        store.setNote("dropped", `${unsaid() - lost}`);
    } catch {
    }
    isOffline = !status;
    return outcomeOf(status, answer, retryAfter);
  }
  async function settle(ids, outcome) {
    if (outcome.next === "done") {
      store.setNote("pause", "");
      size = Math.min(size * 2, MAX_EVENTS);
      const spoilt = [...aside];
      aside.clear();
      for (const id of [...ids, ...spoilt])
        own.delete(id);
      await store.remove([...ids, ...spoilt]);
      for (const eventId of spoilt)
        tell({ code: "BAD_INPUT", message: "It spoils batches.", eventId });
      for (const problem of outcome.problems)
        if (problem.code !== "DUPLICATE")
          tell(problem);
      return true;
    }
    if (outcome.next === "wait") {
      pause();
      const length = Math.ceil(1e3 * Math.max(outcome.seconds, Math.random() * Math.min(MAX_PAUSE2, 2 ** tried)));
      store.setNote("pause", `${tried + 1} ${Date.now() + length} ${length}`);
      return false;
    }
    if (outcome.next === "split") {
      size = Math.ceil(ids.length / 2);
      if (ids.length > 1 || aside.add(ids[0]).size < SUSPECTS)
        return true;
    }
    if (!isPaused)
      tell(outcome.problem);
    isPaused = true;
    return false;
  }
  async function sendAll() {
    fresh = 0;
    drop(await store.trim());
    let renewed = false;
    let gone = /* @__PURE__ */ new Set();
    while (maySend() && !isPaused && !pause()) {
      const loaded = await store.load(size + aside.size + flying.size + gone.size);
      gone = new Set(loaded.map(([id]) => id).filter((id) => gone.has(id)));
      const batch = loaded.filter(([id]) => !aside.has(id) && !flying.has(id) && !gone.has(id)).slice(0, size);
      const ids = batch.map(([id]) => id);
      const texts = batch.map(([id, text]) => timed(id, text));
      const old = ids.filter((_, at) => !texts[at]);
      if (old.length) {
        drop(old.length);
        for (const id of old)
          gone.add(id);
        await store.remove(old);
        continue;
      }
      if (!batch.length) {
        if (!fresh && !aside.size && !flying.size)
          own.clear();
        break;
      }
      const bytes = bytesOf(texts.join());
      const keepalive = bytes < LEAVING_BYTES;
      for (const id of ids)
        flying.set(id, keepalive ? bytes / ids.length : 0);
      try {
        const outcome = await attempt(texts, keepalive);
        if (outcome.next === "renew" && !renewed) {
          renewed = true;
          continue;
        }
        if (!await settle(ids, outcome))
          break;
        if (outcome.next === "done")
          for (const id of ids)
            gone.add(id);
      } finally {
        for (const id of ids)
          flying.delete(id);
      }
    }
  }
  function drain() {
    draining ??= (async () => {
      try {
        const locks = globalThis.navigator?.locks;
        await (locks?.request(prefix, { signal: limit(2 * TIMEOUT) }, sendAll) ?? sendAll()).catch((error) => {
          if (error.name === "SecurityError")
            return sendAll();
        });
      } catch {
      }
      draining = void 0;
      if (fresh > TRIM_AFTER)
        void drain();
      if (pause())
        schedule(pause());
      else if (own.size || fresh)
        schedule(FLUSH_SECONDS * 1e3);
    })();
    return draining;
  }
  function leave(event) {
    if (event.type !== "pagehide" && document.visibilityState !== "hidden")
      return;
    if (!maySend() || isPaused || pause())
      return;
    let room = LEAVING_BYTES - 1024;
    for (const bytes of flying.values())
      room -= bytes;
    const newest = /* @__PURE__ */ new Map();
    for (const id of own.keys()) {
      const { playId } = JSON.parse(store.find(id) || "{}");
      if (playId)
        newest.set(playId, id);
    }
    const chosen = /* @__PURE__ */ new Map();
    for (const id of /* @__PURE__ */ new Set([...[...newest.values()].reverse(), ...own.keys()])) {
      const text = timed(id, store.find(id) || "{}");
      const bytes = bytesOf(text) + 1;
      if (bytes < 4 || bytes > room || flying.has(id) || chosen.size === MAX_EVENTS)
        continue;
      room -= bytes;
      chosen.set(id, text);
      flying.set(id, bytes);
    }
    if (!chosen.size)
      return;
    const ids = [...chosen.keys()].sort();
    void attempt(ids.map((id) => chosen.get(id)), true, true).then(async (outcome) => {
      for (const id of ids)
        flying.delete(id);
      if (outcome?.next !== "done" && outcome?.next !== "wait")
        return;
      await settle(ids, outcome);
      schedule(pause());
    }, () => {
    });
  }
  function comeBack() {
    if (isOffline)
      store.setNote("pause", "");
    schedule(0);
  }
  function reach(use) {
    const { storage } = options;
    if (isLater(storage))
      opening = storage.then(use, () => use());
    else
      use(storage);
  }
  const open = () => reach((storage) => {
    if (!mayKeep())
      return;
    store.open(storage);
    isOpen = true;
    store.settle((text) => JSON.stringify({ ...JSON.parse(text), ...agreed(), sessionId: currentSession() }));
    schedule(pause());
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
  if (mayKeep())
    open();
  else if (consent === "denied")
    decline();
  return {
    track(event) {
      try {
        if (consent === "denied" || ended.signal.aborted)
          return "";
        const id = uuid7();
        const occurredAt = event.occurredAt ?? (/* @__PURE__ */ new Date()).toISOString();
        const added = { ...agreed(), id, occurredAt, sessionId: currentSession() };
        drop(store.add(id, JSON.stringify({ ...options.context, ...event, ...added })));
        own.set(id, performance.now() - Date.now() + Date.parse(occurredAt));
        fresh += 1;
        if (fresh > TRIM_AFTER)
          void drain();
        schedule(fresh < FLUSH_AT ? FLUSH_SECONDS * 1e3 : pause());
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
      if (consent !== "denied")
        newSession();
    },
    get consent() {
      return consent;
    },
    set consent(decided) {
      const before = consent;
      consent = decided;
      if (decided === "denied")
        decline();
      else if (!mayKeep())
        store.close();
      else if (before !== decided)
        open();
    },
    close() {
      ended.abort();
      clearTimeout(timer);
    }
  };
}
export {
  createTracker,
  uuid7
};
