// Tokens from the page that opened this one, or that it is framed in.

import { keep, session } from "./session.js";

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
