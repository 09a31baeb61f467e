export type { Problem } from "./answers.ts";
export type * from "./schema.ts";
export { type Consent, createTracker, type TrackedEvent, type Tracker, type TrackerOptions } from "./tracker.ts";
