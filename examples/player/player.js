// A page with a player: what an app sends, by the libraries, and in live.js what a dashboard sees.

import { createTracker } from "@viewpulse/core";
import { watchMedia } from "@viewpulse/media";

import { subscribe } from "./live.js";

const $ = (selector) => document.querySelector(selector);
const query = new URLSearchParams(location.search);
const secrets = new URLSearchParams(location.hash.slice(1)); // a fragment never reaches a server's log

const settings = {
  endpoint: query.get("endpoint") ?? "http://127.0.0.1:8000/graphql",
  key: query.get("key") ?? "",
  content: query.get("content") ?? "example-clip",
  creator: query.get("creator") ?? "",
  heartbeat: Number(query.get("heartbeat") ?? 3),
  token: secrets.get("token") ?? sessionStorage.getItem("viewpulse:token") ?? "",
};

for (const [name, value] of Object.entries(settings)) {
  const field = $("#settings").elements.namedItem(name);
  if (field) field.value = value;
}
$("#settings").addEventListener("submit", (event) => {
  event.preventDefault();
  const { token, ...shown } = Object.fromEntries(new FormData(event.target));
  sessionStorage.setItem("viewpulse:token", token);
  location.replace(`?${new URLSearchParams(shown)}`);
});
$("#settings-box").open = !settings.key;

// --- the video ------------------------------------------------------------------------------------------------------

const video = $("video");

/** Plays from memory: the simplest file servers answer no range requests, and then a browser can't seek. */
async function load(file) {
  const blob = file ?? (await (await fetch("clip.webm")).blob());
  video.src = URL.createObjectURL(blob);
}
$("#file").addEventListener("change", ({ target }) => load(target.files[0]));

function drawSection({ start, end }) {
  const bar = document.createElement("i");
  bar.style.left = `${(100 * start) / video.duration}%`;
  bar.style.width = `${(100 * (end - start)) / video.duration}%`;
  $("#sections").append(bar);
}
video.addEventListener("timeupdate", () => {
  $("#playhead").style.left = `${(100 * video.currentTime) / video.duration || 0}%`;
});

// --- what is sent ---------------------------------------------------------------------------------------------------

function logged(id, { type, viewData }) {
  const row = $("#event-row").content.cloneNode(true).firstElementChild;
  row.dataset.id = id;
  row.querySelector("time").textContent = new Date().toLocaleTimeString();
  row.querySelector("b").textContent = type;
  row.querySelector("span").textContent = viewData ? `+${viewData.watchTime.toFixed(1)} s` : "";
  $("#events").prepend(row);
  while ($("#events").children.length > 40) $("#events").lastElementChild.remove();
}

function answered(row, status, why = "") {
  row.dataset.status = status;
  row.querySelector("em").textContent = status.toLowerCase();
  row.title = why;
}

async function showWaiting(why = "") {
  const waiting = await queue.waiting();
  $("#waiting").textContent = waiting ? `${waiting} waiting` : "all sent";
  $("#waiting").title = $("#waiting").dataset.trouble = why;
  if (!waiting) for (const row of document.querySelectorAll("#events li:not([data-status])")) answered(row, "ACCEPTED");
}

const queue = createTracker({
  url: settings.endpoint.replace(/graphql$/, "v1/in"),
  writeKey: settings.key,
  context: {
    source: { type: "DIRECT", referrer: document.referrer || null },
    device: { type: innerWidth < 700 ? "MOBILE" : "DESKTOP", platform: "WEB" },
  },
  onProblem({ eventId, status, code, message }) {
    const row = eventId && $(`#events [data-id="${eventId}"]`);
    if (row) answered(row, status, `${code}: ${message}`);
    else showWaiting(`${code}: ${message}`);
  },
});

/** What the page tracks with: it shows each event, and sends at once, so that the numbers move while you look. */
const tracker = {
  track(event) {
    const id = queue.track(event);
    logged(id, event);
    event.viewData?.sections?.forEach(drawSection);
    clearTimeout(tracker.soon);
    tracker.soon = setTimeout(() => queue.flush().then(() => showWaiting()), 150);
    return id;
  },
};

const content = { contentId: settings.content, contentType: "VIDEO", ...(settings.creator && { creatorId: settings.creator }) };

if (settings.key) {
  showWaiting();
  setInterval(showWaiting, 500);
  watchMedia(video, tracker, content, { heartbeat: settings.heartbeat });
  new IntersectionObserver((entries, observer) => {
    if (!entries.some((entry) => entry.isIntersecting)) return;
    observer.disconnect();
    tracker.track({ type: "IMPRESSION", ...content });
  }, { threshold: 0.5 }).observe(video);
}

for (const button of document.querySelectorAll("button[data-on]")) {
  button.disabled = !settings.key;
  button.addEventListener("click", () => {
    const pressed = button.getAttribute("aria-pressed") === "true";
    if (button.dataset.off) button.setAttribute("aria-pressed", String(!pressed));
    tracker.track({ type: pressed ? button.dataset.off : button.dataset.on, ...content });
  });
}

// --- what a dashboard sees ------------------------------------------------------------------------------------------

const asSeconds = (seconds) => (seconds === null ? "–" : `${seconds.toFixed(1)} s`);
const asPercent = (rate) => (rate === null ? "–" : `${rate.toFixed(0)} %`);

function show(name, text) {
  const cell = $(`[data-number="${name}"]`);
  if (cell.textContent === text) return;
  cell.textContent = text;
  cell.animate([{ color: "#f9a8d4" }, {}], { duration: 900 });
}

function showNumbers({ asOf, revision, views, watchTime, completion, engagement }) {
  show("views", String(views.total));
  show("viewers", String(views.unique));
  show("watch-time", asSeconds(watchTime.total));
  show("average", asSeconds(watchTime.average));
  show("completion", asPercent(completion.weightedRate));
  show("likes", String(engagement.likes));
  show("saves", String(engagement.saves));
  show("shares", String(engagement.shares));
  const { full, over75, over50, over25, under25 } = completion;
  const plays = full + over75 + over50 + over25 + under25;
  for (const [name, count] of Object.entries({ full, over75, over50, over25, under25 })) {
    $(`[data-bucket="${name}"]`).style.flexGrow = plays ? count : 0;
    $(`[data-bucket="${name}"]`).title = `${name}: ${count} of ${plays} plays`;
  }
  $("#as-of").textContent = `revision ${revision}, as of ${new Date(asOf).toLocaleTimeString()}`;
}

if (settings.token) {
  subscribe({
    endpoint: settings.endpoint,
    token: settings.token,
    contentId: settings.content,
    onValue: showNumbers,
    onState: (state) => {
      $("#state").textContent = state;
      $("#state").dataset.live = state === "live";
    },
  });
}

await load();
