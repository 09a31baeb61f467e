// Opens the page of docs/clients.md, presses its heart, and says when it shows that this was counted.

import { given, inBrowser, say } from "./browser.mjs";

await inBrowser(async (page) => {
  const heart = () => page.textContent("button");
  await page.goto(given.url);
  await page.waitForSelector('button[title="live"]');
  const before = await heart();
  await page.click("button");
  // far less than the half minute that an event alone waits for others
  await page.waitForFunction((shown) => document.querySelector("button").textContent !== shown, before, { timeout: 10_000 });
  say("counted", { before, after: await heart(), complaints: page.complaints });
});
