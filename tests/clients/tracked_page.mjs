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

/** How many events IndexedDB has. */
const copies = () =>
  new Promise((resolve) => {
    const opening = indexedDB.open("viewpulse::");
    opening.onsuccess = () => {
      const asked = opening.result.transaction("events").objectStore("events").count();
      asked.onsuccess = () => {
        opening.result.close();
        resolve(asked.result);
      };
    };
  });

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

  /** A device without room: neither storage takes an event; then IndexedDB does. */
  async room(page, context) {
    await open(page);
    await context.setOffline(true);
    await page.evaluate(() => {
      for (let size = 5 * 2 ** 20; size; size = Math.floor(size / 2)) {
        try {
          localStorage.setItem("full", `${localStorage.getItem("full") ?? ""}${"x".repeat(size)}`);
        } catch {} // too much
      }
    });
    const devtools = await context.newCDPSession(page);
    const { origin } = new URL(given.page);
    await devtools.send("Storage.overrideQuotaForOrigin", { origin, quotaSize: 1 });
    const { ids } = await track(page, 3);
    await page.waitForTimeout(2_000); // the copy of now fails
    say("full", { ids, copies: await page.evaluate(copies), waiting: (await kept(page)).waiting });
    await devtools.send("Storage.overrideQuotaForOrigin", { origin });
    for (let left = 300; left && (await page.evaluate(copies)) < 3; left -= 1) await page.waitForTimeout(50);
    say("copied", { copies: await page.evaluate(copies), waiting: (await kept(page)).waiting });
    await context.setOffline(false);
    await allSent(page);
  },

  /** A viewer who is asked, agrees, takes it back in one of two tabs, and agrees again at once. */
  async consent(page, context) {
    const other = await context.newPage();
    await open(other, { consent: "pending" });
    await open(page, { consent: "pending" });
    await track(page, 3);
    say("pending", await kept(page));
    await context.setOffline(true);
    for (const tab of [page, other]) await tab.evaluate(() => (window.tracker.consent = "granted"));
    await page.waitForTimeout(500);
    say("granted", await kept(page));
    await track(other, 2);
    await page.waitForTimeout(1_500); // also to IndexedDB
    await page.evaluate(() => (window.tracker.consent = "denied"));
    await page.waitForTimeout(500);
    const { ids } = await track(other, 1);
    await page.waitForTimeout(1_500);
    say("denied", { ...(await kept(page)), other: await other.evaluate(() => window.tracker.consent), ids });
    await other.evaluate(() => (window.tracker.consent = "granted"));
    await track(other, 1);
    await page.evaluate(() => {
      window.tracker.consent = "denied";
      window.tracker.consent = "granted";
    });
    await track(page, 2);
    await page.waitForTimeout(1_500);
    say("again", { waiting: (await kept(page)).waiting, consent: await page.evaluate(() => window.tracker.consent) });
  },
};

await inBrowser(async (page, context) => {
  await visits[given.visit](page, context);
  await goAhead();
  say("done", { complaints: page.complaints });
});
