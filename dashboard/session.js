// Who is signed in: where the token comes from, and the connection that is made with it.

import { Connection } from "./live.js";

const KEY = "viewpulse-token";

/** The connection of this page; null until a user signs in. Elements take it from here. */
export class Session extends EventTarget {
  constructor() {
    super();
    /** @type {Connection | null} */
    this.connection = null;
    /** The token of the connection to this page's server. */
    this.token = "";
    /** Why the last one ended. */
    this.reason = "";
  }

  /**
   * Connects. Elements outside of the dashboard begin with this, too.
   *
   * @param {string} token
   * @param {string} [url] `wss://…/graphql`; that of this page when left out.
   */
  signIn(token, url = endpoint()) {
    this.connection?.close();
    const connection = new Connection(url, token);
    connection.addEventListener("refused", () => this.signOut(connection.reason));
    this.token = url === endpoint() ? token : "";
    this.become(connection, "");
  }

  /** Forgets the token, here and in the other tabs that have it, and says why. */
  signOut(reason = "") {
    if (this.token) tabs.postMessage({ ended: this.token, reason });
    this.token = "";
    forget();
    this.connection?.close();
    this.become(null, reason);
  }

  become(connection, reason) {
    this.connection = connection;
    this.reason = reason;
    this.dispatchEvent(new Event("change"));
  }
}

export const session = new Session();

const tabs = new BroadcastChannel(KEY); // only pages of this origin hear it
const ANSWER_MS = 1_000;
let askedAt = -Infinity;
tabs.onmessage = ({ data: { asks, token, ended, reason } }) => {
  if (asks && session.token) tabs.postMessage({ token: session.token });
  if (ended && ended === session.token) session.signOut(reason);
  if (!token || session.connection || Date.now() - askedAt > ANSWER_MS) return;
  keep(token);
  session.signIn(token);
};

/** Asks the other tabs for their token: this one may have been opened from a link in one of them. */
export function askTabs() {
  askedAt = Date.now();
  tabs.postMessage({ asks: true });
}

function endpoint() {
  const url = new URL("graphql", document.baseURI);
  url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
  return url.href;
}

/** Keeps the token for this tab, until it is closed. */
export function keep(token) {
  try {
    sessionStorage.setItem(KEY, token);
  } catch {
    // where storage is forbidden, the token lasts until the page is left
  }
}

function forget() {
  try {
    sessionStorage.removeItem(KEY);
  } catch {
    // nothing was kept
  }
}

/**
 * The token that the page was opened with: in the fragment, which is taken out of the address at once; kept by this tab; or in
 * the cookie of the application that this page is a part of.
 */
export function givenToken() {
  const fragment = new URLSearchParams(location.hash.slice(1));
  const given = fragment.get("token");
  if (given !== null) history.replaceState(history.state, "", location.pathname + location.search);
  if (given) {
    keep(given.trim());
    return given.trim();
  }
  try {
    const kept = sessionStorage.getItem(KEY);
    if (kept) return kept;
  } catch {
    // forbidden: as if nothing was kept
  }
  const cookie = document.cookie.split("; ").find((one) => one.startsWith(`${KEY}=`));
  return cookie ? cookie.slice(KEY.length + 1) : "";
}
