// Plays the example clip as a viewer would, and measures apart from the page what was really shown.

import { given, goAhead, inBrowser, say } from "./browser.mjs";

/** Counts every presented frame: this is what the page's own reports are held against. */
function measure() {
  addEventListener("DOMContentLoaded", () => {
    const video = document.querySelector("video");
    const shown = (window.shown = { watched: 0, sections: [] });
    let section = null;
    const frame = (_now, { mediaTime }) => {
      const step = section ? mediaTime - section.end : -1;
      if (step >= 0 && step < 0.5) {
        section.end = mediaTime;
        shown.watched += step;
      } else {
        section = { start: mediaTime, end: mediaTime };
        shown.sections.push(section);
      }
      video.requestVideoFrameCallback(frame);
    };
    video.requestVideoFrameCallback(frame);
  });
}

const shown = (page) => page.evaluate(() => ({ ...window.shown, waiting: document.querySelector("#waiting").textContent }));
const reach = (page, seconds) =>
  page.waitForFunction((until) => document.querySelector("video").currentTime >= until, seconds, { polling: 20 });
const click = (page) => page.click("video", { position: { x: 200, y: 120 } }); // plays or pauses, as the controls do
const seek = (page, seconds) => page.evaluate((to) => (document.querySelector("video").currentTime = to), seconds);
const screenshot = (page, name) => page.screenshot({ path: `${given.folder}/${name}.png` });

const visits = {
  /** Plays, pauses, resumes, jumps back while playing, likes, and closes the page in the middle. */
  async leave(page) {
    await click(page);
    await reach(page, 4);
    await click(page);
    say("paused", await shown(page));
    await goAhead();

    await click(page);
    await reach(page, 7.5);
    await seek(page, 2);
    await page.waitForFunction(() => !document.querySelector("video").seeking);
    await reach(page, 2.8); // a jump is reported after half a second: until then the handle may be dragged further
    await page.click("#like");
    await reach(page, 5);
    await screenshot(page, "playing");
    say("closing", await shown(page));
    await page.close({ runBeforeUnload: true });
  },

  /** Plays a part twice, while another tab of the same browser shows the dashboard. */
  async beside(page, context) {
    await goAhead(); // the content is known by the impression
    const dashboard = await context.newPage();
    dashboard.on("pageerror", (error) => page.complaints.push(String(error)));
    await dashboard.goto(given.dashboard);
    await dashboard.waitForSelector("viewpulse-figures[data-state=empty]");
    const figures = dashboard.locator("viewpulse-figures");
    const watchTime = () => figures.evaluate(({ answer }) => answer.totals.watchTime);
    await page.bringToFront();
    await click(page);
    await reach(page, 4);
    say("playing", { paused: await page.$eval("video", (video) => video.paused), watchTime: await watchTime(), ...(await shown(page)) });
    await reach(page, 6);
    await seek(page, 2);
    await page.waitForFunction(() => !document.querySelector("video").seeking);
    await reach(page, 4.5);
    await click(page);
    const { watched, sections } = await shown(page);

    await dashboard.bringToFront();
    const near = ([least, most]) => {
      const now = document.querySelector("viewpulse-figures").answer.totals.watchTime;
      return now > least && now < most;
    };
    await dashboard.waitForFunction(near, [watched - given.tolerance, watched + given.tolerance], { timeout: 20_000 }).catch(() => {});
    const retention = dashboard.locator("viewpulse-retention");
    await retention.scrollIntoViewIfNeeded();
    await dashboard.waitForSelector("viewpulse-retention[data-state=ready]");
    await dashboard.waitForTimeout(5_000); // a paused video adds nothing
    await dashboard.screenshot({ path: `${given.folder}/beside.png`, fullPage: true });
    say("shown", {
      watched,
      sections,
      watchTime: await watchTime(),
      text: await figures.locator("dl > div", { hasText: "Watch time" }).innerText(),
      points: await retention.evaluate((tile) => tile.table(tile.answer).rows),
      drawn: await retention.evaluate((tile) => tile.drawing.lines[0].values),
    });
  },

  /** Plays, on a page that was given no write key. */
  async stranger(page) {
    await click(page);
    await reach(page, 1);
    const disabled = await page.$$eval("button[data-on]", (buttons) => buttons.every((button) => button.disabled));
    say("played", { ...(await shown(page)), disabled });
  },

  /** Closes the page before its first heartbeat. */
  async glance(page) {
    await click(page);
    await reach(page, 3);
    say("closing", await shown(page));
    await page.close({ runBeforeUnload: true });
  },

  /** Plays from the first frame to the last, without a network for four seconds of it. */
  async finish(page, context) {
    await click(page);
    await reach(page, 3);
    await context.setOffline(true);
    await reach(page, 7);
    say("offline", await shown(page));
    await context.setOffline(false);
    await page.waitForFunction(() => document.querySelector("video").ended);
    await page.waitForFunction(() => document.querySelector("#waiting").textContent === "all sent");
    say("ended", await shown(page));
    await goAhead();
    await screenshot(page, "ended");
    say("numbers", await page.$$eval("[data-number]", (cells) => Object.fromEntries(cells.map((cell) => [cell.dataset.number, cell.textContent]))));
  },
};

await inBrowser(async (page, context) => {
  await page.addInitScript(measure);
  await page.goto(given.url);
  await page.waitForFunction(() => document.querySelector("video").readyState === 4);
  await visits[given.visit](page, context);
  say("done", { complaints: page.complaints });
  await goAhead();
});
