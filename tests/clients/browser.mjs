// Debian's Chromium, driven by playwright-core.

import { createInterface } from "node:readline";

import { chromium } from "playwright-core";

const FLAGS = [
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--autoplay-policy=no-user-gesture-required",
  "--mute-audio",
];

/** What the test handed over: the JSON of the first argument. */
export const given = JSON.parse(process.argv[2] ?? "{}");

/** Chromium with an empty profile of its own, at `given.chromium`. */
export function launch() {
  return chromium.launch({
    executablePath: given.chromium,
    chromiumSandbox: process.getuid?.() !== 0, // root can't have one
    args: FLAGS,
    timeout: 30_000,
  });
}

/** Tells the test that a step is done. */
export function say(step, facts = {}) {
  console.log(JSON.stringify({ step, ...facts }));
}

const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();

/** Waits until the test says to go on, by a line on stdin or by closing it. */
export function goAhead() {
  return lines.next();
}

/** Runs `visit(page, context)` in a new page; keeps what the page complained of in `page.complaints`. */
export async function inBrowser(visit, options = {}) {
  const browser = await launch();
  try {
    // "HeadlessChrome" would be taken for a bot, which is what it is; what is sent when a page is left says so all the same
    const userAgent = `Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/${browser.version()} Safari/537.36`;
    const context = await browser.newContext({ userAgent, viewport: { width: 1200, height: 800 }, ...options });
    const page = await context.newPage();
    page.setDefaultTimeout(30_000);
    page.complaints = [];
    page.on("pageerror", (error) => page.complaints.push(String(error)));
    page.on("console", (message) => message.type() === "error" && page.complaints.push(message.text()));
    await visit(page, context);
  } finally {
    await browser.close();
  }
  process.exit(0); // the reader of stdin would keep us
}
