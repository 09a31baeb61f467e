import type { ViewpulseError } from "./errors.ts";

/**
 * `connecting`: nothing is known yet. `live`: what is shown is the newest. `stale`: it is as of `asOf`, and the connection is being
 * repaired. `paused`: nobody looks. `ended`: the server refuses; `onError` has said why.
 */
export type Status = "connecting" | "live" | "stale" | "paused" | "ended";

export interface State {
  readonly status: Status;
  /** Every event that was acknowledged before this moment (RFC 3339) is counted in what is shown; null: unknown. */
  readonly asOf: string | null;
}

export interface Listener<Data = any> {
  /** A complete answer, newer than the one before. A part that could not be read is null, and `onError` follows. */
  readonly onData?: (data: Data) => void;
  readonly onState?: (state: State) => void;
  readonly onError?: (error: ViewpulseError) => void;
}

/** What a root field of an answer may have. */
interface Root {
  readonly revision?: number;
  readonly asOf?: string | null;
}

/** One question, whoever asks it, and the newest answer. */
export class Question {
  readonly listeners = new Set<Listener>();
  readonly id: string;
  readonly key: string;
  readonly text: string;
  readonly variables: Record<string, unknown>;
  /** The server has it, on the socket of now. */
  isOpen = false;
  /** It has an end, as all has been said. */
  isDone = false;
  /** It waits until another one is closed: the socket is full. */
  isWaiting = false;
  /** The server refuses it. */
  refusal: ViewpulseError | undefined;
  attempts = 0;
  timer: ReturnType<typeof setTimeout> | undefined;
  data: unknown;
  state: State = { status: "connecting", asOf: null };
  private root: Root | undefined;
  private isSpoilt = false;
  private told = "connectingnull";
  private asOf: string | null = null;

  constructor(id: string, key: string, text: string, variables: Record<string, unknown>) {
    this.id = id;
    this.key = key;
    this.text = text;
    this.variables = variables;
  }

  /** What the server is asked; it sends nothing until it has more than `afterRevision`. */
  get payload() {
    const { text, variables } = this;
    if (!text.includes("$afterRevision")) return { query: text, variables };
    return { query: text, variables: { ...variables, afterRevision: this.after } };
  }

  /**
   * The revision that is shown, or the one before it if the answer lacked a part: then it comes again when the part can be read, and
   * nothing older does.
   */
  private get after(): number | null {
    const revision = this.root?.revision;
    if (revision === undefined) return null;
    return this.isSpoilt ? (revision ? revision - 1 : null) : revision;
  }

  /** Takes an answer; returns whether it says anything new. */
  take(data: Record<string, unknown> | null, isSpoilt: boolean): boolean {
    const wasSpoilt = this.isSpoilt;
    this.isSpoilt = isSpoilt;
    const root = data ? (Object.values(data)[0] as Root | null) : null;
    if (!root) return false;
    const before = this.root;
    this.root = root;
    this.asOf = root.asOf ?? null;
    this.data = data;
    return wasSpoilt || isSpoilt || before?.revision !== root.revision || !isSame(before, root);
  }

  /** Tells the listeners its state, if it has changed. */
  tell(status: Status) {
    const state = { status, asOf: this.asOf };
    const text = status + this.asOf;
    if (text === this.told) return;
    this.told = text;
    this.state = state;
    this.call((listener) => listener.onState?.(state));
  }

  /** Calls listeners; what one of them throws is the app's, and stops no other. */
  call(tell: (listener: Listener) => void, listeners: Iterable<Listener> = [...this.listeners]) {
    for (const listener of listeners) {
      try {
        tell(listener);
      } catch (error) {
        queueMicrotask(() => {
          throw error;
        });
      }
    }
  }
}

/** Whether two answers differ in `asOf` alone. */
function isSame(before: Root | undefined, after: Root): boolean {
  return before !== undefined && JSON.stringify({ ...before, asOf: 0 }) === JSON.stringify({ ...after, asOf: 0 });
}
