// Goes through the lists of the dashboard, and what addresses say of tiles. `given.visit` says which visit.

import { given, say } from "./browser.mjs";
import { axe, focused, go, link, saved, settle, states } from "./dashboard_visit.mjs";

const rows = (page, tag) => page.locator(`${tag} tbody th a`).allInnerTexts();

/** Waits until a tile shows an answer to what is asked now of which an expression is true. */
async function until(page, tag, test) {
  for (const end = Date.now() + 30_000; Date.now() < end; await page.waitForTimeout(50)) {
    const isTrue = `(({ state, answer, answerKey, openKey, page }) => state === "ready" && answerKey === openKey && (${test}))(document.querySelector("${tag}"))`;
    if (await page.evaluate(isTrue)) return;
  }
  const found = await page.locator(tag).evaluate(({ state, seen, failure, key, openKey, answerKey, renderRoot }) => ({ state, seen, failure, key, openKey, answerKey, text: renderRoot.textContent.slice(0, 200) }));
  throw new Error(`${tag} never had: ${test}; it is ${JSON.stringify(found)}`);
}

/** Walks through a list: its pages, back, an order, a search, and the same address in another tab. */
async function walk(page, context, search, tag) {
  await page.goto(link(search));
  await settle(page);
  const list = page.locator(tag);
  await list.scrollIntoViewIfNeeded();
  const pages = [await rows(page, tag)];
  const counts = [await list.locator("footer p").innerText()];
  while (await list.locator('[data-do="next"]').count()) {
    const last = pages.at(-1)[0];
    await list.locator('[data-do="next"]').click();
    for (let tries = 0; (await rows(page, tag))[0] === last && tries < 300; tries++) await page.waitForTimeout(50);
    await until(page, tag, "answer.edges.length > 0");
    pages.push(await rows(page, tag));
    counts.push(await list.locator("footer p").innerText());
  }
  const address = page.url();
  const other = await context.newPage();
  await other.goto(`${address}#token=${given.token}`);
  await settle(other);
  const pasted = await rows(other, tag);
  await other.close();
  await list.locator('[data-do="previous"]').click();
  await until(page, tag, `answer.edges[0] && !answer.pageInfo.hasPreviousPage === ${pages.length === 2}`);
  const previous = await rows(page, tag);
  const csv = (await saved(page, tag, "csv")).body.toString("utf8");
  await page.goBack();
  await until(page, tag, "!answer.pageInfo.hasNextPage");
  const back = await rows(page, tag);
  return { pages, counts, address, pasted, previous, back, csv, violations: await axe(page) };
}

const VISITS = {
  /** All creators and all contents are reached. */
  async pages(page, context) {
    say("creators", await walk(page, context, "?page=platform&range=28d&tz=UTC&sort=VIEWS", "viewpulse-creators"));
    const creators = page.locator("viewpulse-creators");
    await creators.locator('[aria-label="Order of Creators"]').selectOption("LIKES");
    await until(page, "viewpulse-creators", "answer.by === 'LIKES'");
    const sorted = { address: page.url(), first: (await rows(page, "viewpulse-creators"))[0] };
    await creators.locator('input[type="search"]').fill(given.creator);
    await until(page, "viewpulse-creators", "answer.totalCount === 1");
    say("searched", { sorted, address: page.url(), found: await rows(page, "viewpulse-creators"), focused: await focused(page) });
    await creators.locator("tbody a").click();
    await page.waitForSelector("viewpulse-contents");
    say("left", { address: page.url() });
    say("contents", await walk(page, context, `?page=creator&creator=${given.maker}&range=28d&tz=UTC`, "viewpulse-contents"));
    say("all", await walk(page, context, "?page=content&range=28d&tz=UTC", "viewpulse-contents"));

    // a page that is not there any more has a way back, and another range begins at the first page
    await page.goto(link(`?page=creator&creator=${given.maker}&range=28d&tz=UTC&search=no-such&after=${given.after ?? ""}`));
    await settle(page);
    await page.locator("viewpulse-contents").scrollIntoViewIfNeeded();
    const none = await page.locator("viewpulse-contents .note").innerText();
    await page.goto(link(`?page=creator&creator=${given.maker}&range=28d&tz=UTC`));
    await settle(page);
    await page.locator("viewpulse-contents").scrollIntoViewIfNeeded();
    await page.locator('viewpulse-contents [data-do="next"]').click();
    await page.waitForFunction(() => location.search.includes("after="));
    await page.selectOption('select[aria-label="Range"]', "7d");
    await page.waitForFunction(() => location.search.includes("range=7d"));
    say("range", { none, address: page.url() });
  },

  /** What tiles show is in the address: dimensions, and which are tables. */
  async address(page, context) {
    await page.goto(link(`?page=creator&creator=${given.maker}&range=28d&tz=UTC`));
    await settle(page);
    const audience = page.locator('viewpulse-breakdown[name="audience"]');
    await audience.locator("select").selectOption("DEVICE");
    await page.waitForFunction(() => location.search.includes("audience=DEVICE"));
    await page.locator('viewpulse-breakdown[name="sources"] select').selectOption("REFERRER");
    await page.waitForFunction(() => location.search.includes("sources=REFERRER"));
    for (const tag of ["viewpulse-series", 'viewpulse-breakdown[name="audience"]']) {
      await page.locator(tag).scrollIntoViewIfNeeded(); // out of sight it has no answer
      await page.locator(tag).locator("summary").click();
      await page.locator(tag).locator('[data-do="table"]').click();
      await page.locator(tag).locator(".scroll table").waitFor();
      await page.keyboard.press("Escape");
    }
    const shown = (one) =>
      one.evaluate(() =>
        [...document.querySelectorAll(".tiles > [data-state]")].map((tile) => [tile.label, tile.by ?? "", Boolean(tile.renderRoot.querySelector(".scroll"))]),
      );
    await settle(page);
    const address = page.url();
    const other = await context.newPage();
    await other.goto(`${address}#token=${given.token}`);
    await settle(other);
    await other.waitForSelector("viewpulse-series .scroll");
    const pasted = await shown(other);
    await other.close();
    const own = await shown(page);
    await page.goBack(); // the last table is a chart again
    await page.waitForFunction(() => !document.querySelector('viewpulse-breakdown[name="audience"]').asTable);
    const back = page.url();
    await page.locator('nav a[data-page="platform"]').click();
    await page.waitForSelector("viewpulse-creators");
    say("address", { address, own, pasted, back, platform: page.url() });
    await page.goto(link("?page=platform&audience=constructor&range=28d&tz=UTC"));
    await settle(page);
    say("wrong", { states: await states(page), text: await page.locator("viewpulse-breakdown .note").innerText() });
    await page.goto(link("?page=now"));
    await settle(page);
    say("legend", { text: await page.locator("viewpulse-top .legend").first().innerText() });
  },
};

await go(VISITS);
