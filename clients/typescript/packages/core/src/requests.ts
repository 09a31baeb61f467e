/** The length of a text as it is sent. */
export const bytesOf = (text: string) => new TextEncoder().encode(text).length;

/** A timer that keeps no process alive. */
export function later(act: () => void, milliseconds: number) {
  const timer = setTimeout(act, milliseconds);
  (timer as { unref?: () => void }).unref?.();
  return timer;
}

/** What may come later; promises of zone.js and polyfills are no `Promise` of the runtime. */
export const isLater = (value: unknown): value is PromiseLike<unknown> =>
  !!(value as PromiseLike<unknown> | undefined)?.then;

/** An answer that fails if it does not come in time. */
export function inTime<Result>(milliseconds: number, answer: PromiseLike<Result>): Promise<Result> {
  return new Promise((resolve, reject) => {
    answer.then(resolve, reject);
    later(reject, milliseconds);
  });
}

/** A signal that ends a wait; React Native has no `AbortSignal.timeout`. */
export function limit(milliseconds: number): AbortSignal {
  const controller = new AbortController();
  later(() => controller.abort(), milliseconds);
  return controller.signal;
}
