// A clock that nobody can set. On Android it is SystemClock.elapsedRealtime(), on iOS mach_continuous_time().

import { readFileSync } from "node:fs";
import { uptime } from "node:os";

const BOOT_ID = "/proc/sys/kernel/random/boot_id";

/** Seconds since the device was started, sleep included, and which start that was. Another process reads the same clock. */
export function readClock() {
  return { boot: bootId(), seconds: uptime() };
}

function bootId() {
  try {
    return readFileSync(BOOT_ID, "utf8").trim();
  } catch {
    return `process ${process.pid} of ${performance.timeOrigin}`; // no such file: the clock is good for this process only
  }
}
