// Opens a page that follows a content, and does what the test says: hides the tab, looks at the page, leaves it.

import { createInterface } from "node:readline";

import { given, inBrowser, say } from "./browser.mjs";

await inBrowser(async (page, context) => {
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
  let other;
  const commands = {
    async hide() {
      const session = await context.newCDPSession(page);
      await session.send("Emulation.setFocusEmulationEnabled", { enabled: false });
      other = await context.newPage();
      await other.bringToFront();
      say("visibility", { is: await page.evaluate(() => document.visibilityState) });
    },
    async show() {
      await page.bringToFront();
      await other.close();
    },
    query: () => page.evaluate(() => window.query()),
    text: async () => say("text", { total: await page.textContent("#total"), status: await page.textContent("#status") }),
    unmount: () => page.evaluate(() => window.unmount()),
    complaints: () => say("complaints", { all: page.complaints }),
  };
  for await (const line of createInterface({ input: process.stdin })) await commands[line]();
});
