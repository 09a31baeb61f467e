import type { EventStorage } from "./store.ts";

/** A storage whose answers come later, such as React Native's AsyncStorage. */
export interface AsyncStorage {
  getItem(key: string): Promise<string | null>;
  setItem(key: string, value: string): Promise<void>;
  removeItem(key: string): Promise<void>;
  getAllKeys(): Promise<readonly string[]>;
}

/**
 * An asynchronous storage for `createTracker`: what it holds is read once, and kept in memory; what is written is in memory
 * at once, and on the device a moment later, in the same order.
 */
export async function readAhead(storage: AsyncStorage): Promise<EventStorage> {
  const names = (await storage.getAllKeys()).filter((name) => name.startsWith("viewpulse:"));
  const kept = new Map<string, string | null>();
  await Promise.all(names.map(async (name) => kept.set(name, await storage.getItem(name))));
  let last: Promise<unknown> = Promise.resolve();
  const write = (act: () => Promise<void>) => {
    last = last.then(act).catch(() => {}); // full or gone: memory has it
  };
  return {
    getItem: (name) => kept.get(name) ?? null,
    setItem(name, value) {
      kept.set(name, value);
      write(() => storage.setItem(name, value));
    },
    removeItem(name) {
      if (kept.delete(name)) write(() => storage.removeItem(name));
    },
    getAllKeys: () => [...kept.keys()],
  };
}
