// Makes, copies, opens and revokes share links as a reader of the dashboard does, and goes through the page of examples.

import { given, goAhead, say } from "./browser.mjs";
import { axe, go, link } from "./dashboard_visit.mjs";

const SETTLED = ["ready", "empty", "forbidden", "error", "limit", "ended"];
const READY = ["ready", "ended"];

/** Waits until each tile of a page has an answer. */
async function settle(where, tiles, states = SETTLED) {
  await where.waitForSelector(tiles);
  for (const tile of await where.locator(tiles).all()) {
    await tile.scrollIntoViewIfNeeded();
    const handle = await tile.elementHandle();
    await where.waitForFunction(([one, wanted]) => wanted.includes(one.state), [handle, states]);
  }
}

const states = (where, tiles) => where.$$eval(tiles, (all) => all.map((one) => [one.localName, one.state]));

const VISITS = {
  async share(page, context) {
    await context.grantPermissions(["clipboard-read", "clipboard-write"]);
    await page.goto(link(`?page=content&content=${given.content}&range=28d&tz=Europe/Berlin`));
    const sharing = page.locator("viewpulse-sharing");
    await sharing.locator("button.open").click();
    await sharing.locator("dialog[open]").waitFor();
    await sharing.getByText("There is no link yet.").waitFor();
    for (const name of ["retention", "scores"]) await sharing.locator(`input[value="${name}"]`).check();
    await sharing.locator("form textarea").fill("nonsense");
    await sharing.locator("form button.main").click();
    await sharing.locator(".trouble").waitFor();
    const wrong = { text: await sharing.locator(".trouble").innerText(), invalid: await sharing.locator('[aria-invalid="true"]').evaluateAll((all) => all.map((one) => one.localName)) };
    await sharing.locator("form textarea").fill(given.origin);
    await sharing.locator("form button.main").press("Enter");
    await sharing.locator(".made").waitFor();
    const copied = {};
    for (const name of ["Address", "Frame", "Elements"]) {
      await sharing.locator(`[data-copy="${name}"]`).click();
      await sharing.getByText(`${name} copied.`).waitFor();
      copied[name] = await page.evaluate(() => navigator.clipboard.readText());
    }
    await page.screenshot({ path: `${given.folder}/sharing.png` });
    const violations = await axe(page);
    await page.setViewportSize({ width: 360, height: 800 });
    await page.evaluate(() => document.querySelector("viewpulse-dashboard").change({ theme: "dark" }));
    await page.screenshot({ path: `${given.folder}/sharing-360.png` });
    const wide = await sharing.locator("dialog").evaluate((one) => one.scrollWidth - one.clientWidth);
    violations.push(...(await axe(page)));
    await page.setViewportSize({ width: 1200, height: 900 });
    say("made", { wrong, copied, violations, wide, rows: await sharing.locator("tbody tr").count() });

    const reader = await context.newPage();
    const shown = [];
    for (const theme of ["light", "dark"]) {
      await reader.goto("about:blank");
      await reader.goto(copied.Address.replace("#", `&theme=${theme}#`));
      await settle(reader, "viewpulse-embed > *", READY);
      await reader.screenshot({ path: `${given.folder}/embed-${theme}.png`, fullPage: true });
      shown.push({ states: await states(reader, "viewpulse-embed > *"), violations: await axe(reader) });
    }
    const lines = await reader.locator("viewpulse-retention").evaluate((tile) => tile.draw(tile.answer).lines.map(({ label }) => label));
    say("opened", { shown, lines });

    await goAhead(); // the site has the frame and the elements now
    const site = await context.newPage();
    site.setDefaultTimeout(60_000);
    await site.goto(given.host);
    const frame = await (await site.waitForSelector("iframe")).contentFrame();
    await settle(frame, "viewpulse-embed > *", READY);
    const tiles = "body > [data-state]";
    await settle(site, tiles, READY);
    await site.screenshot({ path: `${given.folder}/embedded-elements.png`, fullPage: true });
    say("embedded", { frame: await states(frame, "viewpulse-embed > *"), elements: await states(site, tiles) });

    await page.bringToFront();
    const row = sharing.locator("tbody tr").first();
    await row.locator("button").click();
    const asked = await row.locator("button").innerText();
    await row.locator("button").click();
    await row.getByText("Revoked").waitFor();
    await site.bringToFront();
    await site.waitForFunction(() => [...document.querySelectorAll("body > [data-state]")].every(({ state }) => state === "ended"));
    await page.bringToFront();
    await page.keyboard.press("Escape");
    say("revoked", { asked, focused: await page.evaluate(() => document.activeElement?.localName), open: await sharing.locator("dialog[open]").count() });
  },

  async examples(page) {
    await page.goto(`${given.url}examples?content=${given.content}&creator=${given.creator}&tz=UTC#token=${given.token}`);
    const tiles = "viewpulse-examples [data-state]";
    await page.waitForSelector(tiles);
    await settle(page, tiles);
    const seen = await page.$$eval("viewpulse-examples section[id]", (all) =>
      all.filter(({ id }) => id).map((section) => {
        const tile = section.querySelector("[data-state]");
        const [again] = new DOMParser().parseFromString(section.querySelector("pre")?.textContent ?? "", "text/html").body.children;
        const same = again && tile && [...again.attributes].every(({ name, value }) => tile.getAttribute(name) === value);
        return [section.id, tile?.state, Boolean(same), [...section.querySelectorAll("li code")].map((one) => one.textContent)];
      }),
    );
    const looked = [];
    for (const theme of ["light", "dark"]) {
      for (const width of [360, 800, 1280]) {
        await page.setViewportSize({ width, height: 900 });
        await page.evaluate((one) => (document.documentElement.dataset.theme = one), theme);
        await page.screenshot({ path: `${given.folder}/examples-${theme}-${width}.png`, fullPage: true });
        looked.push({ theme, width, wide: await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), violations: width === 800 ? [] : await axe(page) });
      }
    }
    say("examples", { address: page.url(), seen, looked });
  },
};

await go(VISITS);
