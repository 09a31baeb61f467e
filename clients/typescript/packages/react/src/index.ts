export { ViewpulseProvider, type ViewpulseProviderProps } from "./provider.ts";
export { type LiveAnswer, useLive } from "./use_live.ts";
export { useTracker } from "./use_tracker.ts";
