/** The length of a text as it is sent. */
export const bytesOf = (text: string) => new TextEncoder().encode(text).length;

/** A timer that keeps no process alive. */
export function later(act: () => void, milliseconds: number) {
  const timer = setTimeout(act, milliseconds);
  (timer as { unref?: () => void }).unref?.();
  return timer;
}

/** A signal that ends a wait; React Native has no `AbortSignal.timeout`. */
export function limit(milliseconds: number): AbortSignal {
  const controller = new AbortController();
  later(() => controller.abort(), milliseconds);
  return controller.signal;
}
