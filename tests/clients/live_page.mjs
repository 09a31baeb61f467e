// Opens a page that follows a content, and does what the test says: hides the tab, looks at the page, leaves it.

import { given, goAhead, inBrowser, say } from "./browser.mjs";

await inBrowser(async (page) => {
  await page.exposeFunction("say", say);
  page.on("websocket", (socket) => {
    say("socket");
    socket.on("framesent", ({ payload }) => {
      const { type, payload: asked } = JSON.parse(payload);
      if (type === "subscribe" || type === "complete") say(type, { after: asked?.variables?.afterRevision ?? null });
    });
    socket.on("close", () => say("closed"));
  });
  await page.goto(given.page);
  // Chromium without a screen has no tab that is behind another one, so the page receives the event
  const look = (state) =>
    page.evaluate((state) => {
      Object.defineProperty(document, "visibilityState", { configurable: true, get: () => state });
      document.dispatchEvent(new Event("visibilitychange"));
    }, state);
  const commands = {
    hide: () => look("hidden"),
    show: () => look("visible"),
    query: () => page.evaluate(() => window.query()),
    text: async () => say("text", { total: await page.textContent("#total"), status: await page.textContent("#status") }),
    unmount: () => page.evaluate(() => window.unmount()),
    complaints: () => say("complaints", { all: page.complaints }),
  };
  for (let told; !(told = await goAhead()).done; ) await commands[told.value]();
});
