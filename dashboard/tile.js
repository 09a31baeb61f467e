// What every tile is: a card that asks one question, shows its answer whole, and says what state it is in.

import { session } from "./session.js";
import { TRAFFIC, rangeOf } from "./state.js";
import { base } from "./style.js";
import { tileSheet } from "./tile_style.js";
import { second } from "./format.js";
import { LitElement, html, nothing } from "./vendor/lit-3.3.3.js";


/** The menu and the table of all tiles, which come after the numbers. @type {typeof import("./menu.js") | null} */
let menu = null;

const LATE_MS = 250;
const LEAVE_MS = 5_000;
const PAUSE_MS = 400; // while a reader goes through ranges
const SILENT_S = 10; // a wait that is not worth a word, once

/**
 * The base of all tiles. A subclass says what it asks (`question`), when an answer has nothing to show (`isEmpty`), what it
 * shows (`body`), and the same as a table (`table`), which is also the CSV.
 */
export class Tile extends LitElement {
  static styles = [...base, tileSheet];

  /** @type {Record<string, object>} */
  static properties = {
    label: { type: String },
    content: { type: String },
    creator: { type: String },
    range: { type: String },
    timezone: { type: String },
    definition: { type: String },
    traffic: { type: String },
    every: { type: String },
    link: { type: String },
    state: { type: String, reflect: true, attribute: "data-state" },
    asTable: { state: true },
  };

  constructor() {
    super();
    this.label = "";
    this.content = "";
    this.creator = "";
    this.range = "28d";
    this.timezone = "UTC";
    this.definition = "start@1";
    this.traffic = "";
    this.every = "2s";
    this.link = ""; // the address of a share link
    /** @type {any} */
    this.home = null;
    /** @type {TileState} */
    this.state = "loading";
    this.asTable = false;
    /** The answer that is shown. @type {any} */
    this.answer = null;
    /** @type {Failure | null} */
    this.failure = null;
    /** How many answers came. */
    this.answers = 0;
    this.seen = false;
    /** The question of now, the one that is open, and the one that the answer is for. */
    this.key = "";
    this.openKey = "";
    this.answerKey = "";
    /** Whether the limit was met, and is waited for without a word. */
    this.isPatient = false;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.pause = undefined;
    /** @type {() => void} */
    this.stop = () => {};
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.again = undefined;
    /** Seconds until the same is asked again. */
    this.left = 0;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.leaving = undefined;
    /** @type {import("./live.js").Connection | null} */
    this.connection = null;
    this.watched = new IntersectionObserver(([entry]) => {
      this.seen = entry?.isIntersecting ?? false;
      this.follow();
    });
    this.follow = this.follow.bind(this);
    this.reconnect = this.reconnect.bind(this);
    this.judge = this.judge.bind(this);
  }

  /** @returns {Question | null} Null while it cannot be asked. */
  question() {
    return null;
  }

  /** @returns {boolean} */
  isEmpty(_answer) {
    return false;
  }

  /** @returns {unknown} */
  body(_answer) {
    return nothing;
  }

  /** @returns {Table} */
  table(_answer) {
    return { columns: [], rows: [] };
  }

  /** Controls of its own, next to the label. @returns {unknown} */
  choices() {
    return nothing;
  }

  /** Whose numbers: the variables that all questions about a subject share. */
  about() {
    if (this.content) return { contentId: this.content };
    return this.creator ? { creatorId: this.creator } : { platform: true };
  }

  /** What is counted. */
  counted() {
    const include = Object.hasOwn(TRAFFIC, this.traffic) ? TRAFFIC[/** @type {keyof typeof TRAFFIC} */ (this.traffic)].input : null;
    return { definition: this.definition, include };
  }

  /** The variables that all questions with a range share. */
  filters() {
    return { range: rangeOf(this.range)?.input ?? null, timezone: this.timezone, ...this.counted() };
  }

  /** Tells the page what it was told to show. */
  tell(/** @type {Partial<State>} */ detail) {
    this.dispatchEvent(new CustomEvent("viewpulse-change", { detail, bubbles: true, composed: true }));
  }

  connectedCallback() {
    super.connectedCallback();
    this.watched.observe(this);
    document.addEventListener("visibilitychange", this.follow);
    if (this.link) void this.join();
    else this.live(session);
  }

  async join() {
    const { enter } = await import("./links.js");
    if (this.isConnected) this.live(enter(this));
  }

  /** Takes its connections from a session. */
  live(home) {
    this.home?.removeEventListener("change", this.reconnect);
    this.home?.leave?.(this);
    this.home = home;
    home?.addEventListener("change", this.reconnect);
    this.reconnect();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.watched.disconnect();
    document.removeEventListener("visibilitychange", this.follow);
    this.seen = false;
    this.live(null);
  }

  /** Takes the connection of the page, and forgets what the one before was answered: it may be another user's. */
  reconnect() {
    const connection = this.home?.connection ?? null;
    this.judge();
    if (this.connection === connection) return;
    this.connection?.removeEventListener("change", this.judge);
    this.connection = connection;
    this.connection?.addEventListener("change", this.judge);
    this.close();
    this.answer = this.failure = null;
    this.answerKey = "";
    this.follow();
  }

  willUpdate(changed) {
    if (changed.get("link") !== undefined) void this.join();
  }

  updated() {
    this.follow();
  }

  close() {
    this.stop();
    this.stop = () => {};
    this.openKey = "";
    clearTimeout(this.again);
    clearTimeout(this.pause);
    this.pause = undefined;
    this.stay();
  }

  stay() {
    clearTimeout(this.leaving);
    this.leaving = undefined;
  }

  /**
   * Subscribes, unsubscribes, or asks something else: whatever the attributes, the page and the connection demand now. Out of
   * sight it ends after a while, so that scrolling, or a look at another tab, does not subscribe again and again.
   */
  follow() {
    const wanted = this.connection ? this.question() : null;
    const key = wanted ? JSON.stringify([wanted.document, wanted.variables]) : "";
    const isChanged = key !== this.key;
    if (isChanged) {
      this.key = key;
      this.isPatient = false;
      this.failure = null;
      this.requestUpdate();
    }
    const isSeen = this.seen && !document.hidden;
    if (isSeen) this.stay();
    if (key && key === this.openKey) {
      if (!isSeen) this.leaving ??= setTimeout(() => this.close(), LEAVE_MS);
      return;
    }
    if (isChanged && (this.openKey || this.pause)) {
      this.close();
      this.pause = setTimeout(() => {
        this.pause = undefined;
        this.follow();
      }, PAUSE_MS);
    } else if (this.openKey) this.close();
    if (wanted && isSeen && this.connection && !this.pause) this.open(wanted, key, this.connection);
    this.judge();
  }

  open(wanted, key, connection) {
    this.openKey = key;
    const variables = { ...wanted.variables, every: this.every };
    this.stop = this.ask({ ...wanted, variables }, connection, {
      next: (answer) => {
        this.answer = answer;
        this.answerKey = key;
        this.failure = null;
        this.isPatient = false;
        this.answers += 1;
        this.judge();
        this.requestUpdate();
      },
      error: (failure) => {
        const { code, retryAfter } = failure;
        const isFirst = code === "RATE_LIMITED" && retryAfter > 0 && retryAfter <= SILENT_S && !this.isPatient;
        this.isPatient ||= isFirst;
        this.failure = isFirst ? null : failure;
        this.judge();
        this.requestUpdate();
        if (retryAfter) this.askLater(retryAfter * 1000 + Math.random() * LATE_MS);
      },
    });
  }

  /** @returns {() => void} Ends it. */
  ask(wanted, connection, /** @type {Sink} */ sink) {
    return connection.watch(wanted.document, wanted.variables, sink);
  }

  /** Asks the same again. */
  askLater(milliseconds) {
    const at = Date.now() + milliseconds;
    const tick = () => {
      const left = at - Date.now();
      this.left = Math.ceil(left / 1000);
      if (left > 0) {
        if (this.state === "limit") this.requestUpdate(); // it counts down
        this.again = setTimeout(tick, Math.min(left, 1000));
        return;
      }
      this.close();
      this.follow();
    };
    clearTimeout(this.again);
    tick();
  }

  /** Finds out which state the tile is in. */
  judge() {
    this.state = this.stateNow();
  }

  /** @returns {TileState} */
  stateNow() {
    if (this.home?.ended && !this.connection) return "ended";
    const { code } = this.failure ?? {};
    if (code === "FORBIDDEN" || code === "TOKEN_REQUIRED") return "forbidden";
    const isThis = this.answer !== null && this.answerKey === this.key;
    if (!isThis && this.failure) return code === "RATE_LIMITED" || code === "LIMIT_EXCEEDED" ? "limit" : "error";
    if (!isThis) return this.connection?.state === "waiting" ? "offline" : "loading";
    if (this.connection?.state === "waiting" || this.failure) return "stale";
    return this.isEmpty(this.answer) ? "empty" : "ready";
  }

  render() {
    const shows = this.state === "ready" || this.state === "stale";
    return html`<section aria-label=${this.label} aria-busy=${this.state === "loading"}>
      <header>
        <h2>${this.label}</h2>
        ${this.state === "stale" ? html`<span class="stale" role="status">as of ${this.asOf(second)}</span>` : nothing}
        <div class="choices">${this.choices()}${shows ? this.actions() : nothing}</div>
      </header>
      <div class="body">${shows ? this.answered() : this.note()}</div>
    </section>`;
  }

  /** The answer, as the body or as a table. */
  answered() {
    return this.asTable && menu ? menu.tableIn(this) : this.body(this.answer);
  }

  asOf(format) {
    const time = this.answer?.asOf ?? (this.connection?.heardAt ? new Date(this.connection.heardAt).toISOString() : null);
    return time ? format(time, this.timezone) : "–";
  }

  actions() {
    if (menu) return menu.menuOf(this);
    void import("./menu.js").then((one) => {
      menu = one;
      this.requestUpdate();
    }, () => {}); // without it, the numbers are there
    return nothing;
  }

  /** What is said when there is nothing to show. */
  note() {
    const message = this.failure?.message ?? "";
    switch (this.state) {
      case "loading":
        return html`<div class="bones" role="status"><span class="unseen">Loading</span><i></i><i></i><i></i><i></i></div>`;
      case "ended":
        return this.said(...this.home.ended());
      case "empty":
        return this.said("Nothing here yet", this.emptyText());
      case "forbidden":
        return this.said("Not for this token", message || "Sign in with a token that may see it.");
      case "offline":
        return this.said("No connection", "It is tried again until it works.");
      case "limit":
        return this.said("Too much at once", this.failure?.retryAfter ? `${message} It is tried again in ${Math.max(1, this.left)} s.` : message);
      default:
        return this.said("This could not be answered", message);
    }
  }

  emptyText() {
    return "Nothing was played in this range: choose a longer one.";
  }

  said(title, text) {
    return html`<div class="note" role="status"><strong>${title}</strong><span>${text}</span></div>`;
  }
}
