// What visits of the dashboard have in common.

import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";

import { given, goAhead, inBrowser, say } from "./browser.mjs";

const AXE = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const SETTLED = ["ready", "empty", "forbidden", "error", "limit"];
export const link = (search, token = given.token) => `${given.url}${search}#token=${token}`;
export const TILES = ".tiles > [data-state]";

/** Scrolls through the page, so that every tile asks, and waits until each has an answer. */
export async function settle(page) {
  await page.waitForSelector(TILES);
  for (const tile of await page.locator(TILES).all()) {
    await tile.scrollIntoViewIfNeeded();
    const handle = await tile.elementHandle();
    await page.waitForFunction(([one, states]) => states.includes(one.state), [handle, SETTLED]);
  }
  await page.waitForFunction(() => [...document.querySelectorAll("viewpulse-map")].every((map) => map.state !== "ready" || map.world));
  await page.evaluate(() => scrollTo(0, 0));
}

export const states = (page) => page.$$eval(TILES, (tiles) => tiles.map((tile) => [tile.label, tile.state]));

/** What axe complains of. */
export async function axe(page) {
  await page.evaluate(AXE);
  const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => `${id}: ${target.join(" ")} ${failureSummary}`));
}

/** What a tile saves as a file: `csv` or `png`. */
export async function saved(page, tag, what) {
  const tile = page.locator(tag).first();
  await tile.locator("summary").click();
  const [download] = await Promise.all([page.waitForEvent("download"), tile.locator(`button[data-do="${what}"]`).click()]);
  const body = await readFile(await download.path());
  await page.keyboard.press("Escape");
  return { name: download.suggestedFilename(), body };
}

/** The words of what is focused, also in shadow roots. */
export const focused = (page) =>
  page.evaluate(() => {
    let one = document.activeElement;
    while (one?.shadowRoot?.activeElement) one = one.shadowRoot.activeElement;
    return one?.getAttribute("aria-label") ?? one?.textContent?.trim() ?? "";
  });

/** Goes through the visit that the test named, and says what the page complained of. */
export const go = (visits) =>
  inBrowser(
    async (page, context) => {
      await visits[given.visit](page, context);
      say("done", { complaints: page.complaints });
      await goAhead();
    },
    { viewport: { width: 1200, height: 900 }, timezoneId: "UTC", locale: "en-GB", acceptDownloads: true },
  );
