// Share links: what their addresses say, and one connection for all elements with the same link.

import { Session } from "./session.js";

/** @type {Map<string, LinkSession>} */
const open = new Map();

/** The session of a link. When it ends, it asks for a new link, if somebody knows one. */
class LinkSession extends Session {
  constructor(/** @type {URL} */ url) {
    super();
    /** Tells a new link, or nothing. @type {(() => string | Promise<string>) | null} */
    this.refresh = null;
    this.users = 0;
    this.follow(url);
  }

  follow(/** @type {URL} */ url) {
    const token = new URLSearchParams(url.hash.slice(1)).get("token");
    const socket = new URL("graphql", url);
    socket.protocol = url.protocol === "https:" ? "wss:" : "ws:";
    socket.searchParams.set("link", url.searchParams.get("link") ?? "");
    if (token) this.signIn(token, socket.href);
    else this.signOut("The link has no token.");
  }

  /** Called when the server refuses the token. */
  signOut(reason = "") {
    super.signOut(reason);
    if (reason && this.refresh) void this.renew(this.refresh);
  }

  async renew(refresh) {
    this.refresh = null; // once: a new link that is refused at once must not be asked for again and again
    const link = await Promise.resolve(refresh()).catch(() => "");
    const url = link ? parsed(link) : null;
    if (!url || !this.users) return;
    this.follow(url);
    this.connection?.addEventListener("change", () => {
      if (this.connection?.state === "live") this.refresh = refresh;
    });
  }
}

/**
 * The session of a link; `leave` it when it is not needed any more.
 *
 * @param {string} link Its address, as `createShareLink` tells the end of it.
 * @returns {LinkSession | null} Null for what is no link.
 */
export function enter(link) {
  const url = parsed(link);
  if (!url) return null;
  const session = open.get(url.href) ?? new LinkSession(url);
  open.set(url.href, session);
  session.users += 1;
  return session;
}

/** Ends the connection of a link after its last element. */
export function leave(link) {
  const url = parsed(link);
  const session = url && open.get(url.href);
  if (!url || !session) return;
  session.users -= 1;
  if (session.users) return;
  open.delete(url.href);
  session.signOut();
}

/** Whose numbers a link opens. */
export function scopeOf(link) {
  const said = parsed(link)?.searchParams;
  return { content: said?.get("content") ?? "", creator: said?.get("creator") ?? "" };
}

function parsed(link) {
  try {
    return new URL(link, document.baseURI);
  } catch {
    return null;
  }
}
