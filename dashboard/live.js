// One socket for the page: queries and subscriptions over graphql-ws, and whether it is alive.

import { createClient } from "./vendor/graphql-ws-6.4.2.js";

const REFUSED = [4400, 4401, 4403, 4419]; // what is wrong with the token will be wrong the next time
const PING_MS = 2_000;
const PONG_MS = 2_000; // with the pause before it less than five seconds until a dead socket is known
const LONGEST_WAIT_MS = 10_000;
const IDLE_MS = 5_000;
const MAX_KEPT = 40; // answers, so that a question that was asked a moment ago costs little when it is asked again

/** A connection with one token. It says `change` when its state changes, and `refused` when the server does not take the token. */
export class Connection extends EventTarget {
  /**
   * @param {string} url
   * @param {string} token
   */
  constructor(url, token) {
    super();
    this.url = url;
    this.token = token;
    /** @type {Link} */
    this.state = "connecting";
    /** Why the server refused the token. */
    this.reason = "";
    /** Moment of the last word of the server, in milliseconds. */
    this.heardAt = 0;
    /** The subscriptions that are open, by their questions. @type {Map<string, { sinks: Set<Sink>, stop: () => void }>} */
    this.shared = new Map();
    /** The newest answers, by their questions; the last one asked is the last. @type {Map<string, any>} */
    this.kept = new Map();
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    let overdue;
    const heard = () => {
      clearTimeout(overdue);
      this.heardAt = Date.now();
    };
    const client = createClient({
      url,
      connectionParams: () => ({ authorization: `Bearer ${token}` }),
      keepAlive: PING_MS,
      lazyCloseTimeout: IDLE_MS,
      retryAttempts: Infinity,
      retryWait: (tries) => {
        const longest = Math.min(LONGEST_WAIT_MS, 500 * 2 ** tries);
        return new Promise((done) => setTimeout(done, longest / 2 + (Math.random() * longest) / 2));
      },
      shouldRetry: (event) => !isRefusal(event),
      on: {
        connecting: () => this.#become(this.state === "waiting" ? "waiting" : "connecting"),
        connected: () => {
          heard();
          this.#become("live");
        },
        message: heard,
        ping: (received) => {
          if (received) return;
          clearTimeout(overdue);
          overdue = setTimeout(() => client.terminate(), PONG_MS);
        },
        closed: (event) => {
          clearTimeout(overdue);
          if (isRefusal(event)) {
            this.reason = /** @type {CloseEvent} */ (event).reason;
            this.#become("closed");
            this.dispatchEvent(new Event("refused"));
          } else if (this.state !== "closed") {
            this.#become(/** @type {CloseEvent} */ (event).code === 1000 ? "connecting" : "waiting");
          }
        },
      },
    });
    this.client = client;
  }

  #become(/** @type {Link} */ state) {
    if (this.state === state) return;
    this.state = state;
    this.dispatchEvent(new Event("change"));
  }

  /** Ends all questions. */
  close() {
    this.state = "closed";
    Promise.resolve(this.client.dispose()).catch(() => {}); // there was no connection to end
  }

  /**
   * Subscribes to a document, or asks a query once.
   *
   * @param {string} document
   * @param {Record<string, unknown>} variables `afterRevision` is that of the answer that the tile has.
   * @param {Sink} sink Takes the whole `data`.
   * @returns {() => void} Ends the subscription.
   */
  read(document, variables, sink) {
    const sent = { ...variables }; // graphql-ws sends it again, as it is then, with each new connection
    let ended = false;
    const stop = this.client.subscribe(
      { query: document, variables: sent },
      {
        next: ({ data, errors }) => {
          const [answer] = Object.values(data ?? {});
          if (errors?.length) sent.afterRevision = null; // a part is missing: the whole is wanted again
          else if (answer?.["revision"] !== undefined) sent.afterRevision = answer["revision"];
          if (ended) return;
          if (data && answer !== null) sink.next(data);
          else sink.error(errors?.length ? failureOf(errors) : { code: "NOT_FOUND", message: "There is nothing with this id.", retryAfter: 5 });
        },
        error: (error) => {
          if (!ended) sink.error(failureOf(error));
        },
        complete: () => {},
      },
    );
    return () => {
      ended = true;
      stop();
    };
  }

  /**
   * Subscribes to a document of one root field, whose value the sink takes. All who ask the same share one subscription, and begin
   * with the answer that is known, so that the server sends only what is newer.
   *
   * @returns {() => void} Ends it for this sink.
   */
  watch(document, variables, /** @type {Sink} */ sink) {
    const key = JSON.stringify([document, variables]);
    const known = this.kept.get(key);
    let one = this.shared.get(key);
    if (!one) {
      const made = { sinks: new Set(), stop: () => {} };
      this.shared.set(key, made);
      const forget = () => this.shared.get(key) === made && this.shared.delete(key);
      made.stop = this.read(document, { ...variables, afterRevision: known?.revision ?? null }, {
        next: (data) => {
          const [answer] = Object.values(data);
          this.keep(key, answer);
          for (const each of [...made.sinks]) each.next(answer);
        },
        error: (failure) => {
          forget(); // who asks again asks the server
          for (const each of [...made.sinks]) each.error(failure);
        },
      });
      one = made;
    }
    const { sinks, stop } = one;
    sinks.add(sink);
    if (known) {
      this.keep(key, known);
      sink.next(known);
    }
    return () => {
      if (!sinks.delete(sink) || sinks.size) return;
      if (this.shared.get(key) === one) this.shared.delete(key);
      stop();
    };
  }

  keep(key, answer) {
    this.kept.delete(key);
    this.kept.set(key, answer);
    if (this.kept.size > MAX_KEPT) this.kept.delete(String(this.kept.keys().next().value));
  }

  /**
   * Asks a query of one root field.
   *
   * @param {string} document
   * @param {Record<string, unknown>} [variables]
   * @returns {Promise<any>} The value of the field; rejected with a Failure.
   */
  ask(document, variables = {}) {
    return new Promise((resolve, reject) => void this.read(document, variables, { next: (data) => resolve(Object.values(data)[0]), error: reject }));
  }
}

function isRefusal(event) {
  return event instanceof CloseEvent && REFUSED.includes(event.code);
}

/** @returns {Failure} */
export function failureOf(error) {
  const [first] = Array.isArray(error) ? error : [];
  if (first) {
    const { code = "INTERNAL", retryable = false, retryAfter, field = [] } = first.extensions ?? {};
    return { code, message: [field.join("."), first.message].filter(Boolean).join(": "), retryAfter: retryAfter ?? (retryable ? 5 : 0) };
  }
  return { code: "UNAVAILABLE", message: error?.reason || error?.message || "There is no answer.", retryAfter: 5 };
}
