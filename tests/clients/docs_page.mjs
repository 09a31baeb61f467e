// Opens the page of docs/clients.md, presses its heart, and opens it again, until it shows that this was counted.

import { given, inBrowser, say } from "./browser.mjs";

await inBrowser(async (page) => {
  const heart = () => page.textContent("button");
  await page.goto(given.url);
  await page.waitForSelector('button[title="live"]');
  const before = await heart();
  await page.click("button");
  await page.reload(); // one event alone would wait for half a minute; a page that is left sends it
  await page.waitForSelector('button[title="live"]');
  await page.waitForFunction((shown) => document.querySelector("button").textContent !== shown, before);
  say("counted", { before, after: await heart(), complaints: page.complaints });
});
