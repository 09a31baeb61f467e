/** What the server answers: what became of the events, or why nothing was done. */
export interface Answer {
  readonly problems?: readonly Problem[];
  readonly errors?: readonly { message: string; extensions: Refusal }[];
}

interface Refusal {
  readonly code: string;
  readonly retryable?: boolean;
  readonly retryAfter?: number;
}

/** An event that was not stored and will not be sent again; or, without an event, why sending has paused. */
export interface Problem {
  readonly code: string;
  readonly message: string;
  readonly eventId?: string | null;
  readonly path?: readonly string[] | null;
  readonly status?: string;
}

/**
 * What to do after an attempt: `done` with the batch, `split` it to find the event that spoils it, `renew` the token,
 * `pause` until the app changes something, or `wait` for so many seconds at least.
 */
export type Outcome =
  | { readonly next: "done"; readonly problems: readonly Problem[] }
  | { readonly next: "split" | "renew" | "pause"; readonly problem: Problem }
  | { readonly next: "wait"; readonly seconds: number };

const MAX_PAUSE = 86_400; // seconds: a longer wait would overflow a timer
const SPOILT = ["BAD_INPUT", "LIMIT_EXCEEDED"];

/** Decides by the code alone; what is no answer of the API, such as the page of a proxy, may be one later. */
export function outcomeOf(status: number, answer?: Answer, retryAfter?: string | null): Outcome {
  if (answer?.problems) return { next: "done", problems: answer.problems };
  const error = answer?.errors?.[0];
  const code = error?.extensions?.code ?? (status === 413 ? "LIMIT_EXCEEDED" : "");
  const problem = { code, message: error?.message ?? `HTTP ${status}` };
  if (SPOILT.includes(code)) return { next: "split", problem };
  if (code === "TOKEN_EXPIRED" || code === "TOKEN_INVALID") return { next: "renew", problem };
  if (code && code !== "INTERNAL" && !error?.extensions.retryable) return { next: "pause", problem };
  return { next: "wait", seconds: Math.min(MAX_PAUSE, Number(error?.extensions?.retryAfter ?? retryAfter) || 0) };
}
