// Drives pages that track with the TypeScript library, in Chromium: tabs, no network, reloads, a tab that closes.

import { createHash } from "node:crypto";

import { given, goAhead, inBrowser, say } from "./browser.mjs";

/** Waits until a page says so; `waitForFunction` needs `eval`, which the page's policy forbids. */
const until = async (page, isSo, seconds = 60) => {
  for (let left = seconds * 20; !(await page.evaluate(isSo)); left -= 1) {
    if (!left) throw new Error(`not within ${seconds} s: ${isSo}`);
    await page.waitForTimeout(50);
  }
};
const isReady = (page) => until(page, () => "tracker" in window);
const allSent = (page) => until(page, async () => (await window.tracker.waiting()) === 0);
const open = async (page, more = {}) => {
  const { url, writeKey, contentId } = given;
  await page.goto(`${given.page}?${new URLSearchParams({ url, writeKey, contentId, ...more })}`);
  await isReady(page);
};
const track = (page, count, type = "VIEW_START") =>
  page.evaluate(
    async ([count, type]) => {
      const ids = [];
      const taken = [];
      for (let left = count; left; left -= 1) {
        const start = performance.now();
        ids.push(window.track(type));
        taken.push(performance.now() - start);
        if (left % 100 === 1) await new Promise((resolve) => setTimeout(resolve, 10));
      }
      taken.sort((one, other) => one - other);
      return { ids, p99: taken[Math.floor(count * 0.99)] };
    },
    [count, type],
  );
const kept = (page) =>
  page.evaluate(async () => ({
    keys: Object.keys(localStorage),
    databases: (await indexedDB.databases()).map(({ name }) => name),
    waiting: await window.tracker.waiting(),
  }));

const visits = {
  /** Two tabs without a network, of which one is reloaded; then the network comes back. */
  async tabs(page, context) {
    const other = await context.newPage();
    await open(page);
    await open(other);
    const requests = [];
    context.on("response", (response) => response.request().method() === "POST" && requests.push(response.status()));
    await context.setOffline(true);
    const { ids } = await track(page, 260);
    ids.push(...(await track(other, 90)).ids);
    say("offline", await kept(page));
    await context.setOffline(false);
    await page.reload();
    await isReady(page);
    await Promise.all([allSent(page), allSent(other)]);
    say("sent", { ids, requests });
  },

  /** A tab that closes right after its events. */
  async leave(page, context) {
    await context.newPage(); // the browser stays
    await open(page);
    await page.waitForTimeout(300);
    const { ids } = await track(page, 5);
    await page.close({ runBeforeUnload: true });
    say("left", { ids });
  },

  /** A full queue: what `track` costs then, and whether all of it arrives. */
  async much(page, context) {
    await open(page);
    await context.setOffline(true);
    const { ids } = await track(page, 8_500, "LIKE");
    const p99 = [];
    for (let round = 0; round < 3; round += 1) {
      const measured = await track(page, 500, "LIKE");
      ids.push(...measured.ids);
      p99.push(measured.p99);
    }
    await until(page, () => localStorage.length <= 210);
    say("queued", { waiting: (await kept(page)).waiting, p99 });
    await context.setOffline(false);
    await allSent(page);
    const hash = createHash("sha256").update(ids.sort().join()).digest("hex"); // of many ids
    say("sent", { hash, dropped: await page.evaluate(() => window.tracker.dropped) });
  },

  /** A viewer who is asked, agrees, and takes it back. */
  async consent(page, context) {
    await open(page, { consent: "pending" });
    await track(page, 3);
    say("pending", await kept(page));
    await context.setOffline(true);
    await page.evaluate(() => (window.tracker.consent = "granted"));
    await page.waitForTimeout(500);
    say("granted", await kept(page));
    await page.evaluate(() => (window.tracker.consent = "denied"));
    await page.waitForTimeout(500);
    say("denied", await kept(page));
  },
};

await inBrowser(async (page, context) => {
  await visits[given.visit](page, context);
  await goAhead();
  say("done", { complaints: page.complaints });
});
