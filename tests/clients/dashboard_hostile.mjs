// Opens the dashboard by hostile addresses, and from a page of another site that wants in.

import { given, goAhead, inBrowser, say } from "./browser.mjs";

/** Elements that no template of ours has, also in shadow roots, and links that would run code. */
function injected() {
  const found = [];
  const look = (root) => {
    for (const one of root.querySelectorAll("*")) {
      if (one.shadowRoot) look(one.shadowRoot);
      if (one.hasAttribute("onerror") || one.localName === "marquee" || /^javascript:/i.test(one.href ?? "")) found.push(one.outerHTML);
    }
  };
  look(document);
  return found;
}

await inBrowser(async (page, context) => {
  page.on("dialog", (dialog) => {
    page.complaints.push(dialog.message());
    void dialog.dismiss();
  });
  for (const search of given.addresses) {
    await page.goto("about:blank");
    await page.goto(`${given.url}${search}#token=${given.token}`);
    await page.waitForSelector("h1");
    await page.waitForFunction(() => [...document.querySelectorAll(".tiles > [data-state]")].some((tile) => tile.state !== "loading") || document.querySelector(".trouble"));
    say("opened", { search, ran: await page.evaluate(() => window.ran ?? null), injected: await page.evaluate(injected), hash: new URL(page.url()).hash, title: await page.locator("h1").innerText() });
  }

  const stranger = await context.newPage();
  await stranger.goto(given.foreign);
  const framed = stranger.frames().slice(1).map((frame) => frame.url());
  const [opened] = await Promise.all([context.waitForEvent("page"), stranger.evaluate((url) => void (window.dashboard = window.open(url)), given.url)]);
  await opened.waitForSelector("h1");
  await stranger.evaluate((token) => {
    window.heard = [];
    addEventListener("message", ({ data }) => window.heard.push(data));
    const tabs = new BroadcastChannel("viewpulse-token");
    tabs.onmessage = ({ data }) => window.heard.push(data);
    tabs.postMessage({ asks: true });
    tabs.postMessage({ ended: token });
    for (const message of [{ viewpulse: "token", token: "of.the.stranger" }, { ended: token }, null, "token"]) window.dashboard.postMessage(message, "*");
  }, given.token);
  await opened.waitForTimeout(1_000);
  say("stranger", {
    framed,
    heard: await stranger.evaluate(() => window.heard),
    kept: await page.evaluate(() => sessionStorage.getItem("viewpulse-token")),
    taken: await opened.evaluate(() => sessionStorage.getItem("viewpulse-token")),
  });
  say("done", { complaints: page.complaints });
  await goAhead();
});
