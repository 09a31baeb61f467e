import { inTime, later } from "./requests.ts";

const KEPT_LOCAL = 200; // events in localStorage, which has few megabytes for the whole origin
const COPIED_AFTER = 1000; // ms
const MAX_WAITING = 10_000;
const ROOM = 100; // made at once, so that a full queue is not searched for each event
const PATIENCE = 5000; // some private windows never answer
const ID_LENGTH = 36;

type Entry = [id: string, text: string];

/** A place on the device that answers at once; `localStorage` unless the app gives another. */
export interface EventStorage {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
  getAllKeys(): readonly string[];
}

/** What a request answers, once it is written: a device without room says so in the end, after the request has succeeded. */
function asked<Result>(request: IDBRequest<Result>): Promise<Result> {
  const last: any = request.transaction ?? request;
  return inTime(PATIENCE, new Promise((resolve, reject) => {
    last.oncomplete = last.onsuccess = () => resolve(request.result);
    last.onabort = last.onerror = reject;
  }));
}

/**
 * The events that wait, by id: the newest in localStorage, where they are before `add` returns; all of them a moment later
 * in IndexedDB, since a browser that is killed may not have written its localStorage for a minute; and in memory what
 * neither takes. Nothing is written before `open` is called.
 */
export function makeStore(prefix: string, onDeleted: () => void) {
  const memory = new Map<string, string>();
  const notes = new Map<string, string>();
  let local: (Omit<EventStorage, "getAllKeys"> & Partial<EventStorage>) | undefined;
  const copied = new Set<string>();
  let copying: unknown;
  let database: Promise<IDBDatabase | null> = Promise.resolve(null);

  /** What the place on the device answers; undefined if there is none, or if it fails. */
  function onDevice<Result>(ask: (storage: NonNullable<typeof local>) => Result): Result | undefined {
    try {
      return local && ask(local);
    } catch {} // full or barred
  }

  /** Takes the place on the device, if it works: Node 25 has a `localStorage` without methods. */
  function take(storage?: EventStorage) {
    try {
      local = storage ?? globalThis.localStorage;
      local.getItem(prefix);
    } catch {
      local = undefined;
    }
  }

  const allKeys = () => onDevice((storage) => storage.getAllKeys?.() ?? Object.keys(storage)) ?? [];
  const localIds = () =>
    allKeys()
      .filter((name) => name.startsWith(prefix) && name.length === prefix.length + ID_LENGTH)
      .map((name) => name.slice(prefix.length))
      .sort();

  const forget = (id: string) => onDevice((storage) => storage.removeItem(prefix + id));

  /** What the last request of a transaction answers. */
  async function inDatabase<Result>(
    otherwise: Result,
    use: (events: IDBObjectStore) => IDBRequest<Result>,
  ): Promise<Result> {
    try {
      const events = (await database)?.transaction("events", "readwrite").objectStore("events");
      return events ? await asked(use(events)) : otherwise;
    } catch {
      return otherwise; // closed, full or barred
    }
  }

  const store = {
    /** Begins to keep things on the device, in localStorage or where the app says. */
    open(storage?: EventStorage) {
      take(storage);
      for (const [name, value] of notes) if (store.note(name) === value) store.setNote(name, value);
      try {
        const opening = indexedDB.open(prefix);
        opening.onupgradeneeded = () => opening.result.createObjectStore("events");
        database = asked(opening).then(
          (opened) => {
            opened.onversionchange = onDeleted;
            return opened;
          },
          () => null,
        );
      } catch {} // there is none
    },

    note(name: string): string | undefined {
      return onDevice((storage) => storage.getItem(prefix + name)) ?? notes.get(name);
    },

    setNote(name: string, value: string) {
      notes.set(name, value);
      onDevice((storage) => storage.setItem(prefix + name, value));
    },

    /** Keeps an event. Returns how many others had to go. */
    add(id: string, text: string): number {
      if (!onDevice((storage) => (storage.setItem(prefix + id, text), true))) memory.set(id, text);
      copying ??= later(store.copy, local ? COPIED_AFTER : 0);
      if (memory.size > MAX_WAITING) return +memory.delete(memory.keys().next().value!);
      return 0;
    },

    /** An event that is in localStorage or in memory; empty if it is not. */
    find(id: string): string {
      return memory.get(id) ?? onDevice((storage) => storage.getItem(prefix + id)) ?? "";
    },

    /** Changes each text that is in memory, and moves it to where it should be. */
    settle(change: (text: string) => string) {
      const entries = [...memory];
      memory.clear();
      for (const [id, text] of entries) store.add(id, change(text));
    },

    /** The oldest events, in their order. */
    async load(most = 0xffffffff): Promise<Entry[]> {
      const found = new Map(memory);
      for (const id of localIds()) found.set(id, store.find(id));
      const texts = await inDatabase<string[]>([], (events) => events.getAll(null, most));
      for (const text of texts) found.set(JSON.parse(text).id, text);
      return [...found].filter(([, text]) => text).sort(([a], [b]) => (a < b ? -1 : 1)).slice(0, most);
    },

    async count(): Promise<number> {
      const elsewhere = await inDatabase<IDBValidKey[]>([], (events) => events.getAllKeys());
      return new Set([...elsewhere, ...memory.keys(), ...localIds()]).size;
    },

    async remove(ids: Iterable<string>) {
      const gone = [...ids];
      for (const id of gone) {
        memory.delete(id);
        copied.delete(id);
        forget(id);
      }
      if (gone.length) await inDatabase(undefined, (events) => gone.map((id) => events.delete(id)).at(-1)!);
    },

    /** Copies to IndexedDB what it does not have, and keeps the newest in localStorage only. */
    async copy() {
      copying = undefined;
      if (!(await database)) return;
      const ids = [...memory.keys(), ...localIds()].filter((id) => !copied.has(id) && store.find(id));
      if (!ids.length) return;
      const texts = ids.map((id) => store.find(id));
      const put = await inDatabase<IDBValidKey>("", (events) => ids.map((id, at) => events.put(texts[at], id)).at(-1)!);
      if (!put) {
        copying ??= later(store.copy, PATIENCE);
        return;
      }
      for (const id of ids) if (!memory.delete(id)) copied.add(id);
      for (const id of localIds().slice(0, -KEPT_LOCAL)) if (copied.delete(id)) forget(id);
    },

    /** Makes room in a full queue: heartbeats go first, then the oldest. Returns how many events were dropped. */
    async trim(): Promise<number> {
      const excess = (await store.count()) - MAX_WAITING;
      if (excess <= 0) return 0;
      const all = await store.load();
      const beats = all.filter(([, text]) => JSON.parse(text).type === "VIEW_PROGRESS");
      const dropped = [...new Set([...beats, ...all])].slice(0, excess + ROOM).map(([id]) => id);
      await store.remove(dropped);
      return dropped.length;
    },

    /** Leaves the device as it is: from now on things are kept in memory. */
    close() {
      local = undefined;
      void database.then((opened) => opened?.close());
      database = Promise.resolve(null);
    },

    /** Deletes what was ever kept in memory, in localStorage, or where the app says. */
    clear(storage?: EventStorage) {
      for (const kept of [memory, notes, copied]) kept.clear();
      take(storage);
      for (const name of allKeys()) if (name.startsWith(prefix)) forget(name.slice(prefix.length));
      store.close();
    },

    /** Deletes the database; the other pages that have it open hear of it. */
    erase() {
      try {
        indexedDB.deleteDatabase(prefix);
      } catch {} // there is none
    },
  };
  return store;
}
