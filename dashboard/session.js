// Who is signed in: where the token comes from, and the connection that is made with it.

import { Connection } from "./live.js";

const KEY = "viewpulse-token";

/** Who is signed in, or nobody: elements take their connection from here. */
export class Session extends EventTarget {
  constructor() {
    super();
    /** @type {Connection | null} */
    this.connection = null;
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
    this.#become(connection, "");
  }

  /** Ends the connection, and says why. */
  signOut(reason = "") {
    this.connection?.close();
    this.#become(null, reason);
  }

  #become(connection, reason) {
    this.connection = connection;
    this.reason = reason;
    this.dispatchEvent(new Event("change"));
  }
}

/** The session of this page. What it is signed in with is forgotten when it ends. */
export const session = new (class extends Session {
  signOut(reason = "") {
    forget();
    super.signOut(reason);
  }
})();

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

/**
 * Takes tokens that the page which opened this one sends: `{ viewpulse: "token", token }`. Only from named origins, and it tells
 * them when it is ready.
 */
export function listenToOpener() {
  const origins = (document.querySelector('meta[name="viewpulse-origins"]')?.getAttribute("content") ?? "").split(" ").filter(Boolean);
  const opener = window.opener ?? (window.parent === window ? null : window.parent);
  if (!opener || !origins.length) return;
  addEventListener("message", ({ origin, source, data }) => {
    if (source !== opener || !origins.includes(origin)) return;
    if (data?.viewpulse !== "token" || typeof data.token !== "string") return;
    keep(data.token);
    session.signIn(data.token);
  });
  for (const origin of origins) opener.postMessage({ viewpulse: "ready" }, origin);
}
