export type { Problem } from "./answers.ts";
export type { TrackedEvent } from "./events.ts";
export { uuid7 } from "./ids.ts";
export type * from "./schema.ts";
export type { EventStorage } from "./store.ts";
export { type Consent, createTracker, type Tracker, type TrackerOptions } from "./tracker.ts";
