// Looks at the example dashboard as its creator would, and reports what it shows.

import { given, goAhead, inBrowser, say } from "./browser.mjs";

const exact = (page, name) => page.getAttribute(`[data-number="${name}"]`, "title").then(Number);
const picked = (page, label) => page.click(`nav button:text-is("${label}")`);

/** Waits until no panel shows an older answer than the one it was asked for. */
const settled = (page) =>
  page.waitForFunction(() => {
    const panels = [...document.querySelectorAll("[data-panel]")];
    return panels.length === 5 && panels.every((panel) => panel.dataset.stale === "false");
  });

const shown = (page) =>
  page.evaluate(() => ({
    views: Number(document.querySelector('[data-number="views"]').title),
    points: Number(document.querySelector(".now").dataset.points),
    before: Number(document.querySelector(".now").dataset.before),
    contents: document.querySelectorAll('[data-panel="top"] tbody tr').length,
    retention: Number(document.querySelector('[data-panel="retention"] svg').dataset.points),
    bars: document.querySelectorAll(".bars li").length,
    changes: document.querySelectorAll(".cards .more, .cards .less").length,
    errors: [...document.querySelectorAll(".error")].map((one) => one.textContent),
  }));

const reaches = (page, views) =>
  page.waitForFunction((least) => Number(document.querySelector('[data-number="views"]').title) >= least, views);

await inBrowser(
  async (page) => {
    const sockets = [];
    const requests = [];
    page.on("websocket", (socket) => sockets.push(socket.url()));
    page.on("request", (request) => request.url().includes("/graphql") && requests.push(request.url()));

    await page.goto(given.url);
    await settled(page);
    await page.screenshot({ path: `${given.folder}/dashboard.png`, fullPage: true });
    const first = await shown(page);
    say("shown", { ...first, address: page.url(), sockets: sockets.length, requests: requests.length });

    await goAhead();
    await reaches(page, first.views + 1);
    say("moved", { views: await exact(page, "views") });

    for (const label of ["7 days", "Today", "Last month"]) {
      await picked(page, label);
      await page.waitForSelector(`nav button[aria-pressed="true"]:text-is("${label}")`);
      await settled(page);
      say(label, await shown(page));
    }
    await picked(page, "28 days");
    await settled(page);
    await page.uncheck('nav input[type="checkbox"]');
    await settled(page);
    say("alone", await shown(page));
    await page.selectOption('select[aria-label="Dimension"]', "HOUR");
    await page.selectOption('select[aria-label="Metric"]', "Watch time");
    await settled(page);
    await page.screenshot({ path: `${given.folder}/hours.png`, fullPage: true });
    say("hours", await shown(page));

    await goAhead();
    await reaches(page, first.views + 2);
    say("resumed", { views: await exact(page, "views"), sockets: sockets.length });
    say("done", { complaints: page.complaints });
    await goAhead();
  },
  { viewport: { width: 1200, height: 1000 }, timezoneId: "UTC", locale: "en-GB" },
);
