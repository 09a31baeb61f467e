import { type Document, textOf, type Variables } from "./document.ts";
import { failure, type GraphQLError, ViewpulseError } from "./errors.ts";
import { type Listener, Question, type Status } from "./question.ts";
import { expiryOf, renewIn } from "./token.ts";

const QUIET = 2_500; // ms without a message until the server is asked for a sign of life
const SILENT = 2_000; // ms until its silence makes all numbers stale: together under five seconds
const DEAD = 10_000; // ms of silence until the socket is given up
const OPENING = 10_000; // ms that a connection may take
const TIMEOUT = 30_000; // ms that a query may take
const STEADY = 10_000; // ms after which a connection has been a good one
const LONGEST_PAUSE = 30; // seconds
const MAX_PAUSE = 86_400; // seconds, whatever the server says: a longer wait would overflow a timer
const AGAIN = 5_000; // ms until a token that was not taken is sent again
const FINAL = [1007, 1009, 4400, 4401, 4403, 4406, 4409, 4429]; // connecting again does not help
const EXPIRED = 4419;

type Token = string | null | undefined;
type Timer = ReturnType<typeof setTimeout> | undefined;

const bearer = (token: Token) => (token ? { authorization: `Bearer ${token}` } : {});

export interface LiveOptions {
  /** The GraphQL endpoint, such as `https://api.example.org/graphql`; the socket has the same address. */
  readonly url: string;
  /** The token of the viewer; a function is asked before each connection and query, and before the token expires. */
  readonly token?: string | (() => Token | Promise<Token>);
  /** The write key, if guests read what is public. */
  readonly writeKey?: string;
}

export interface Live {
  /**
   * The answer to a query, over HTTP.
   *
   * @throws ViewpulseError if any part of it failed; its `data` has the others.
   */
  query<Data = any, Given extends object = any>(document: Document<Data, Given>, variables?: NoInfer<Given>): Promise<Data>;
  /**
   * Follows a subscription until the returned function is called. Equal questions share one; a later listener is given the newest
   * answer at once.
   */
  live<Data = any, Given extends object = any>(
    document: Document<Data, Given>,
    variables: Variables<NoInfer<Given>>,
    listener: Listener<NoInfer<Data>>,
  ): () => void;
  /** Closes the socket until `resume`, as happens by itself while the page is hidden. */
  pause(): void;
  /** Ends a pause, and tries again what was refused, such as when a user has signed in again. */
  resume(): void;
  /** Ends all. */
  close(): void;
}

interface Message {
  readonly type: string;
  readonly id?: string;
  readonly payload?: any;
}

/** Makes a client; one for a page. It connects when the first question is asked. */
export function createLive(options: LiveOptions): Live {
  const { url, writeKey } = options;
  const questions = new Map<string, Question>();
  const page = typeof document === "undefined" ? undefined : document;
  let asked = 0;
  let socket: WebSocket | undefined;
  let isReady = false;
  let isSilent = false;
  let isScheduled = false;
  let isPaused = false;
  let isHidden = page?.visibilityState === "hidden";
  let isClosed = false;
  let refusal: ViewpulseError | undefined;
  let attempts = 0;
  let refused = 0; // tokens in a row
  let readyAt = 0;
  let token: Token;
  let life: Timer;
  let retry: Timer;
  let renewal: Timer;

  const currentToken = async () => (typeof options.token === "function" ? options.token() : options.token);
  const mayConnect = () => !isPaused && !isHidden && !isClosed && !refusal;
  const pause = (attempt: number) => Math.random() * Math.min(LONGEST_PAUSE, 2 ** attempt) * 1000;
  const send = (message: Message) => socket?.send(JSON.stringify(message));

  /** Does soon what the questions of now need; what is asked and given up in one turn costs nothing. */
  function update() {
    if (isScheduled) return;
    isScheduled = true;
    queueMicrotask(() => {
      isScheduled = false;
      for (const question of questions.values()) {
        if (question.listeners.size) continue;
        questions.delete(question.key);
        clearTimeout(question.timer);
        if (isReady && question.isOpen) send({ type: "complete", id: question.id });
        if (question.isOpen) makeRoom();
      }
      const needed = [...questions.values()].filter(({ isDone, refusal }) => !isDone && !refusal);
      if (!needed.length || !mayConnect()) disconnect();
      else if (isReady) needed.forEach(ask);
      else if (!socket && !retry) connect();
      tell();
    });
  }

  /** Another one may open: one of them has ended. */
  function makeRoom() {
    for (const question of questions.values()) question.isWaiting = false;
  }

  function ask(question: Question) {
    if (question.isOpen || question.isWaiting || question.timer) return;
    question.isOpen = true;
    send({ type: "subscribe", id: question.id, payload: question.payload });
  }

  function statusOf(question: Question): Status {
    if (refusal || question.refusal) return "ended";
    if (isPaused || isHidden) return "paused";
    if (question.data === undefined) return "connecting";
    return question.isDone || (isReady && !isSilent && question.isOpen) ? "live" : "stale";
  }

  function tell() {
    for (const question of questions.values()) question.tell(statusOf(question));
  }

  function report(error: ViewpulseError, to: Iterable<Question> = questions.values()) {
    for (const question of to) question.call((listener) => listener.onError?.(error));
  }

  // The socket ----------------------------------------------------------------------------------------------------------

  function connect() {
    const own = (socket = new WebSocket(url.replace(/^http/, "ws"), "graphql-transport-ws"));
    own.onopen = async () => {
      try {
        token = await currentToken();
      } catch (error) {
        if (socket !== own) return;
        report(failure("NO_TOKEN", String(error), true));
        return lost(0, "");
      }
      if (socket === own) send({ type: "connection_init", payload: { ...bearer(token), ...(writeKey && { writeKey }) } });
    };
    own.onmessage = ({ data }) => {
      let message: Message;
      try {
        message = JSON.parse(data as string) as Message;
      } catch {
        return lost(0, ""); // not the API
      }
      hear();
      receive(message);
    };
    own.onclose = ({ code, reason }) => lost(code, reason);
    life = setTimeout(() => lost(0, ""), OPENING);
  }

  /** Lets go of the socket, whatever state it is in. */
  function disconnect() {
    clearTimeout(life);
    clearTimeout(retry);
    clearTimeout(renewal);
    retry = undefined;
    isReady = isSilent = false;
    for (const question of questions.values()) {
      question.isOpen = question.isWaiting = false;
      clearTimeout(question.timer);
      question.timer = undefined;
    }
    if (!socket) return;
    socket.onopen = socket.onmessage = socket.onclose = null;
    socket.close(1000);
    socket = undefined;
  }

  /** Connects again after a pause, unless the server refuses. */
  function lost(code: number, reason: string) {
    const wasSteady = isReady && Date.now() - readyAt >= STEADY;
    disconnect();
    if (wasSteady) attempts = refused = 0;
    const isToken = code === EXPIRED || reason.startsWith("TOKEN_");
    if (isToken && typeof options.token === "function" && (!refused || code === EXPIRED)) {
      refused += 1;
      if (refused === 1) return update(); // with a new token, at once
    } else if (isToken || FINAL.includes(code)) {
      const [, name, message] = /^([A-Z_]+): (.*)/.exec(reason) ?? ["", String(code), reason];
      refusal = failure(name!, message!, false);
      report(refusal);
      return tell();
    }
    attempts += 1;
    retry = setTimeout(() => {
      retry = undefined;
      update();
    }, pause(attempts));
    tell();
  }

  /** A sign of life. */
  function hear() {
    clearTimeout(life);
    if (isSilent) {
      isSilent = false;
      tell();
    }
    life = setTimeout(() => {
      send({ type: "ping" });
      life = setTimeout(() => {
        isSilent = true;
        tell();
        life = setTimeout(() => lost(0, ""), DEAD - QUIET - SILENT);
      }, SILENT);
    }, QUIET);
  }

  function renewAt(milliseconds: number) {
    clearTimeout(renewal);
    if (typeof options.token !== "function") return;
    renewal = setTimeout(async () => {
      const own = socket;
      const next = await currentToken().catch(() => null);
      if (socket !== own) return;
      if (!next) return renewAt(AGAIN);
      token = next;
      send({ type: "ping", payload: bearer(token) });
      planRenewal();
    }, milliseconds);
  }

  function planRenewal() {
    const expiry = token && expiryOf(token);
    if (expiry) renewAt(renewIn(expiry));
  }

  function receive({ type, id, payload }: Message) {
    if (type === "ping") send({ type: "pong" });
    if (type === "pong" && payload?.expiresAt && token) {
      const expiry = expiryOf(token);
      if (expiry && Date.parse(payload.expiresAt) < expiry - 1000) renewAt(AGAIN); // it could not be checked
    }
    if (type === "connection_ack") {
      isReady = true;
      refused = 0;
      readyAt = Date.now();
      planRenewal();
      update();
    }
    const question = [...questions.values()].find((one) => one.id === id);
    if (!question) return;
    if (type === "next") {
      question.attempts = 0;
      const { data, errors } = payload as { data: Record<string, unknown> | null; errors?: GraphQLError[] };
      const isNew = question.take(data, !!errors);
      if (isNew) question.call((listener) => listener.onData?.(data));
      if (errors) report(new ViewpulseError(errors, data), [question]);
    } else if (type === "error") {
      failed(question, new ViewpulseError(payload as GraphQLError[]));
    } else if (type === "complete") {
      question.isOpen = false;
      question.isDone = true;
      makeRoom();
      update();
    }
    question.tell(statusOf(question));
  }

  /** The server has ended a question. */
  function failed(question: Question, error: ViewpulseError) {
    question.isOpen = false;
    if (error.errors[0]?.extensions?.limit?.name === "operationsOfSocket") {
      question.isWaiting = true; // until another one is closed
    } else if (error.retryable) {
      question.attempts += 1;
      question.timer = setTimeout(() => {
        question.timer = undefined;
        update();
      }, Math.max(Math.min(MAX_PAUSE, error.retryAfter ?? 0) * 1000, pause(question.attempts)));
    } else {
      question.refusal = error;
      makeRoom();
      update();
    }
    report(error, [question]);
  }

  // The page ------------------------------------------------------------------------------------------------------------

  function look() {
    isHidden = page?.visibilityState === "hidden";
    update();
  }

  /** The network is back: the pause has no reason any more. */
  function comeBack() {
    clearTimeout(retry);
    retry = undefined;
    attempts = 0;
    update();
  }

  page?.addEventListener("visibilitychange", look);
  globalThis.addEventListener?.("online", comeBack);

  async function query(document: Document, variables: object, isSecond = false): Promise<any> {
    const text = textOf(document);
    const fresh = await currentToken();
    const overdue = new AbortController(); // React Native has no AbortSignal.timeout
    const timer = setTimeout(() => overdue.abort(), TIMEOUT);
    let answer: { data?: unknown; errors?: GraphQLError[] } | undefined;
    try {
      const response = await fetch(url, {
        method: "POST",
        headers: { "content-type": "application/json", ...bearer(fresh), ...(writeKey && { "x-viewpulse-key": writeKey }) },
        body: JSON.stringify({ query: text, variables }),
        credentials: "omit",
        signal: overdue.signal,
      });
      answer = await response.json();
    } catch {} // no answer, or none of the API
    clearTimeout(timer);
    if (answer?.data && !answer.errors) return answer.data;
    const error = new ViewpulseError(answer?.errors ?? [], answer?.data);
    if (error.code === "TOKEN_EXPIRED" && typeof options.token === "function" && !isSecond) return query(document, variables, true);
    throw error;
  }

  return {
    query: (document, variables) => query(document, variables ?? {}),
    live(document, variables, listener) {
      const text = textOf(document);
      const key = text + JSON.stringify(variables);
      let question = questions.get(key);
      if (!question) questions.set(key, (question = new Question(String(++asked), key, text, variables as Record<string, unknown>)));
      const own = { ...listener };
      question.listeners.add(own);
      queueMicrotask(() => {
        if (!question.listeners.has(own)) return;
        const error = refusal ?? question.refusal;
        question.call(({ onData, onState, onError }) => {
          if (question.data !== undefined) onData?.(question.data);
          onState?.(question.state);
          if (error) onError?.(error);
        }, [own]);
      });
      update();
      return () => {
        question.listeners.delete(own);
        update();
      };
    },
    pause() {
      isPaused = true;
      update();
    },
    resume() {
      isPaused = false;
      refusal = undefined;
      refused = 0;
      for (const question of questions.values()) question.refusal = undefined;
      comeBack();
    },
    close() {
      isClosed = true;
      questions.clear();
      disconnect();
      page?.removeEventListener("visibilitychange", look);
      globalThis.removeEventListener?.("online", comeBack);
    },
  };
}
