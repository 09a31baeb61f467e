// Opens pages of other sites that embed a share link, and reports what they show.

import { given, goAhead, inBrowser, say } from "./browser.mjs";

/** State and number of the tile of a name, in a page or a frame. */
const tile = (where, name) =>
  where.evaluate((one) => {
    const found = document.querySelector(one);
    return found && { state: found.state, views: found.answer?.totals?.views ?? null, says: found.shadowRoot?.querySelector(".note")?.textContent?.trim() ?? "" };
  }, name);

const reaches = (where, name, state) => where.waitForFunction(([one, wanted]) => document.querySelector(one)?.state === wanted, [name, state]);

async function embedded(page, context) {
  await page.goto(given.host);
  const frame = await (await page.waitForSelector("iframe")).contentFrame();
  await reaches(frame, "viewpulse-live-counter", "ready");
  await reaches(page, "viewpulse-series", "ready");
  say("shown", {
    frame: await tile(frame, "viewpulse-live-counter"),
    element: await tile(page, "viewpulse-series"),
    theme: await frame.evaluate(() => [document.documentElement.dataset.theme, getComputedStyle(document.body).backgroundColor]),
    kept: await frame.evaluate(() => Object.keys(sessionStorage).length),
    complaints: page.complaints,
  });
  await page.screenshot({ path: `${given.folder}/embedded.png` });
  await goAhead();
  for (const where of [frame, page]) {
    const name = where === frame ? "viewpulse-live-counter" : "viewpulse-series";
    await where.waitForFunction(([one, least]) => document.querySelector(one).answer.totals.views > least, [name, given.views]);
  }
  say("moved", { frame: await tile(frame, "viewpulse-live-counter"), element: await tile(page, "viewpulse-series") });

  const foreign = await context.newPage();
  await foreign.goto(given.foreign);
  await reaches(foreign, "viewpulse-series", "ended");
  await foreign.waitForTimeout(1_000);
  say("foreign", { frames: foreign.frames().slice(1).map((one) => one.url()), element: await tile(foreign, "viewpulse-series") });
  await foreign.close();

  await goAhead(); // it is revoked meanwhile
  await reaches(frame, "viewpulse-live-counter", "ended");
  await reaches(page, "viewpulse-series", "ended");
  say("ended", { frame: await tile(frame, "viewpulse-live-counter"), element: await tile(page, "viewpulse-series") });
  await page.screenshot({ path: `${given.folder}/ended.png` });

  await goAhead(); // the page has another link by now
  await page.evaluate(() => document.querySelector("viewpulse-series").setAttribute("link", window.other));
  await reaches(page, "viewpulse-series", "ready");
  say("again", { element: await tile(page, "viewpulse-series") });
}

/** Links that end while they are shown, on a page that knows the next one. */
async function renewed(page) {
  await page.goto(given.host);
  const frame = await (await page.waitForSelector("iframe")).contentFrame();
  const tiles = [
    [frame, "viewpulse-live-counter"],
    [page, "viewpulse-series"],
  ];
  for (const [where, name] of tiles) await reaches(where, name, "ready");
  say("shown", { asked: await page.evaluate(() => window.asked) });
  await page.waitForFunction(() => window.asked.filter((what) => what !== "ready").length === 2);
  for (const [where, name] of tiles) await reaches(where, name, "ready");
  say("renewed", { asked: await page.evaluate(() => window.asked), element: await tile(page, "viewpulse-series"), frame: await tile(frame, "viewpulse-live-counter") });
}

await inBrowser(given.visit === "renewed" ? renewed : embedded);
