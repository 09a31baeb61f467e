// Share links: what their addresses say, and one connection for all elements with the same link.

import { Session } from "./session.js";

/** @type {Map<string, LinkSession>} */
const open = new Map();

/** The session of a link. When it ends, it asks for a new link, if somebody knows one. */
class LinkSession extends Session {
  constructor(/** @type {string} */ link) {
    super();
    this.link = link;
    /** Its elements, of which one may know a new link. @type {Set<any>} */
    this.tiles = new Set();
    /** Whether a link was good since the last one was asked for. */
    this.wasLive = false;
    this.follow(link);
  }

  follow(/** @type {string} */ link) {
    const url = parsed(link);
    const token = new URLSearchParams(url?.hash.slice(1)).get("token");
    if (!url || !token) return this.signOut("The link has no token.");
    const socket = new URL("graphql", url);
    socket.protocol = url.protocol === "https:" ? "wss:" : "ws:";
    socket.searchParams.set("link", url.searchParams.get("link") ?? "");
    this.signIn(token, socket.href);
    const connection = this.connection;
    connection?.addEventListener("change", () => (this.wasLive ||= connection.state === "live"));
  }

  /** Called when the server refuses the token, too. */
  signOut(reason = "") {
    this.connection?.close();
    this.become(null, reason);
    if (reason && this.wasLive) void this.renew();
  }

  async renew() {
    this.wasLive = false; // a new link that is refused, too, must not be asked for again and again
    const asked = [...this.tiles].find((tile) => tile.refresh);
    const link = await Promise.resolve(asked?.refresh()).catch(() => "");
    if (link && this.tiles.size) this.follow(link);
  }

  /** What its elements say when it has ended. */
  ended() {
    if (this.reason.startsWith("ORIGIN_NOT_ALLOWED")) return ["Not for this page", "The link is not for pages of this site."];
    return ["This link has ended", "Ask the person who shared it for a new one."];
  }

  /** One element needs it no more. */
  leave(tile) {
    this.tiles.delete(tile);
    if (this.tiles.size) return;
    open.delete(this.link);
    this.signOut();
  }
}

/** The session of an element's link, which says whose numbers it shows. */
export function enter(tile) {
  const said = parsed(tile.link)?.searchParams;
  tile.content = said?.get("content") ?? "";
  tile.creator = said?.get("creator") ?? "";
  const session = open.get(tile.link) ?? new LinkSession(tile.link);
  open.set(tile.link, session);
  tile.addEventListener("click", stay);
  session.tiles.add(tile);
  return session;
}

/** What leads to another page of the dashboard leads nowhere here. */
function stay(event) {
  if (event.composedPath().some((node) => node instanceof HTMLAnchorElement)) event.preventDefault();
}

function parsed(link) {
  try {
    return new URL(link, document.baseURI);
  } catch {
    return null;
  }
}
