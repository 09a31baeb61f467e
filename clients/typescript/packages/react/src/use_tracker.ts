import type { Tracker } from "@viewpulse/core";

import { useClient } from "./provider.ts";

/** The tracker of the provider. Call `track` in handlers of events and in effects, never while rendering. */
export function useTracker(): Tracker {
  return useClient("tracker");
}
