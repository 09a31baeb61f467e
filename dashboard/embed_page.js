// The page that a share link opens, alone or in a frame. Its address says what it shows, its fragment holds the token.

import "./embed.js";
import { parse } from "./state.js";
import { LitElement, html } from "./vendor/lit-3.3.3.js";

const MOST = 6;

/** @type {Record<string, (link: string, state: State) => unknown>} */
const ELEMENTS = {
  "live-counter": (link, { definition }) =>
    html`<viewpulse-live-counter label="Watching now" link=${link} definition=${definition}></viewpulse-live-counter>`,
  figures: (link, { range, tz, definition, compare }) =>
    html`<viewpulse-figures label="Main numbers" link=${link} range=${range} timezone=${tz} definition=${definition} ?compare=${compare}></viewpulse-figures>`,
  series: (link, { range, tz, definition, metric, compare }) =>
    html`<viewpulse-series label="Over time" link=${link} range=${range} timezone=${tz} definition=${definition} metric=${metric} ?compare=${compare}></viewpulse-series>`,
  breakdown: (link, { range, tz, definition }) =>
    html`<viewpulse-breakdown label="Audience" by="COUNTRY" dimensions="COUNTRY DEVICE PLATFORM SOURCE" link=${link} range=${range} timezone=${tz} definition=${definition}></viewpulse-breakdown>`,
  heatmap: (link, { range, tz, definition }) =>
    html`<viewpulse-heatmap label="When it is viewed" link=${link} range=${range} timezone=${tz} definition=${definition}></viewpulse-heatmap>`,
  retention: (link, { range, tz, definition }) =>
    html`<viewpulse-retention label="Retention" link=${link} range=${range} timezone=${tz} definition=${definition}></viewpulse-retention>`,
  scores: (link, { range, tz, definition }) =>
    html`<viewpulse-scores label="Scores" link=${link} range=${range} timezone=${tz} definition=${definition}></viewpulse-scores>`,
  top: (link, { tz, definition }) =>
    html`<viewpulse-top label="Most viewed in 24 hours" by="views" link=${link} timezone=${tz} definition=${definition}></viewpulse-top>`,
};
const origins = (document.querySelector('meta[name="viewpulse-origins"]')?.getAttribute("content") ?? "").split(" ").filter(Boolean);
const given = new URLSearchParams(location.search);
const state = { ...parse(location.search), compare: given.get("compare") === "yes" };
const shown = (given.get("show") ?? "live-counter,series").split(",").filter((name) => Object.hasOwn(ELEMENTS, name)).slice(0, MOST);

if (state.theme) document.documentElement.dataset["theme"] = state.theme;
if (given.get("bg") === "transparent") document.documentElement.dataset["bg"] = "transparent";

/** Takes the next link that the page around this one sends. */
let wanted = /** @type {((link: string) => void) | null} */ (null);

function askAround(/** @type {"ready" | "ended"} */ what) {
  if (window.parent === window) return;
  for (const origin of origins) window.parent.postMessage({ viewpulse: what }, origin);
}

addEventListener("message", ({ origin, source, data }) => {
  if (source !== window.parent || !origins.includes(origin)) return;
  if (data?.viewpulse !== "token" || typeof data.token !== "string") return;
  const link = new URL(location.href);
  link.hash = `token=${data.token}`;
  if (wanted) wanted(link.href);
  else show(link.href);
  wanted = null;
});

/** A new link, when this one has ended: from the page around this one. */
function refresh() {
  askAround("ended");
  return new Promise((resolve) => (wanted = resolve));
}

class Embed extends LitElement {
  static properties = { link: { state: true } };

  constructor() {
    super();
    this.link = "";
  }

  createRenderRoot() {
    return this;
  }

  render() {
    if (!shown.length) return html`<p>There is nothing of this name.</p>`;
    return this.link ? shown.map((name) => ELEMENTS[name]?.(this.link, state)) : "";
  }

  updated() {
    for (const tile of this.children) /** @type {any} */ (tile).refresh = refresh;
  }
}

customElements.define("viewpulse-embed", Embed);
const embed = /** @type {Embed} */ (document.querySelector("viewpulse-embed"));

function show(/** @type {string} */ link) {
  embed.link = link;
}

addEventListener("hashchange", () => show(location.href));
if (location.hash.includes("token=")) show(location.href);
else askAround("ready");
