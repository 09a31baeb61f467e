// Plays the clip of examples/react, presses its heart, and says what the page shows.

import { given, goAhead, inBrowser, say } from "./browser.mjs";

await inBrowser(async (page) => {
  const shown = () =>
    page.evaluate(() => ({
      views: document.querySelector("output").textContent,
      status: document.querySelector("[data-status]").dataset.status,
      minutes: document.querySelectorAll("rect").length,
      bars: [...document.querySelectorAll("rect")].filter((bar) => Number(bar.getAttribute("height")) > 0).length,
      alerts: [...document.querySelectorAll('[role="alert"]')].map((one) => one.textContent),
    }));
  const reaches = (views) => page.waitForFunction((wanted) => document.querySelector("output").textContent === wanted, views);
  await page.goto(given.url);
  await page.waitForSelector('[data-status="live"]');
  say("opened", await shown());
  await page.click("button");
  await page.evaluate(() => document.querySelector("video").play());
  await reaches("1");
  await page.waitForFunction(() => [...document.querySelectorAll("rect")].some((bar) => Number(bar.getAttribute("height")) > 0));
  await page.screenshot({ path: given.picture, fullPage: true });
  say("played", await shown());
  await goAhead();
  await reaches("2");
  say("resumed", { ...(await shown()), complaints: page.complaints });
});
