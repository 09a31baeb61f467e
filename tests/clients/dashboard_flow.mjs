// Goes through the page Events and the map as their readers do. `given.visit` says which visit.

import { given, goAhead, say } from "./browser.mjs";
import { axe, focused, go, link, saved, settle, states } from "./dashboard_visit.mjs";

const PAGE = "?page=events&range=28d&tz=Europe/Berlin";
const shown = (page) => page.$$eval(".tiles > [data-state]", (tiles) => tiles.map((tile) => [tile.tagName, JSON.stringify(tile.table(tile.answer))]));
const funnel = (page) => page.locator("viewpulse-funnel").evaluate(({ answer }) => answer.steps.map(({ number, name, viewers, incomplete }) => ({ number, name, viewers, incomplete })));
/** Waits until the funnel shows an answer to what is asked now of which an expression is true. */
async function inFunnel(page, test) {
  for (const end = Date.now() + 30_000; Date.now() < end; await page.waitForTimeout(50)) {
    const isTrue = `(({ state, answer, answerKey, openKey }) => state === "ready" && answerKey === openKey && (${test}))(document.querySelector("viewpulse-funnel"))`;
    if (await page.evaluate(isTrue)) return;
  }
  throw new Error(`The funnel never had: ${test}`);
}

const VISITS = {
  /** A funnel is built in the page, moves, and is shared by its address. */
  async build(page, context) {
    await page.goto(link(PAGE));
    await settle(page);
    await page.waitForFunction(() => document.querySelector("viewpulse-steps").groups.length > 3);
    const groups = await page.locator("viewpulse-steps").evaluate((steps) => Object.fromEntries(steps.groups));
    const steps = page.locator("viewpulse-steps");
    say("opened", { groups, funnel: await funnel(page), states: await states(page) });

    await steps.locator('[aria-label="Step 2"]').selectOption("watched50");
    await inFunnel(page, "answer.steps[1].name === 'Watched 50 %'");
    await steps.locator('[data-do="add"][data-list="steps"]').click();
    await inFunnel(page, "answer.steps.length === 4");
    await steps.locator('[aria-label="Step 4"]').selectOption(".quiz_answered");
    await inFunnel(page, "answer.steps[3].name === 'quiz_answered'");
    await steps.locator('[aria-label="Remove Like"]').click();
    await inFunnel(page, "answer.steps.length === 3");
    for (const number of [1, 2, 3]) {
      await steps.locator(`[aria-label="Id of the only content of step ${number}"]`).fill(given.content);
      await page.keyboard.press("Enter");
      await inFunnel(page, `answer.steps[${number - 1}].name.includes(" of ")`);
    }
    await steps.locator('[aria-label^="Longest time from"]').selectOption("1h");
    await inFunnel(page, "answer.window === '1h'");
    const built = await funnel(page);
    const address = page.url();
    const other = await context.newPage();
    await other.goto(`${address}#token=${given.token}`);
    await settle(other);
    const pasted = await shown(other);
    await other.close();
    say("built", { address, funnel: built, pasted, own: await shown(page), text: await page.locator("viewpulse-funnel p.soft").innerText() });
    await goAhead(); // another viewer does the first step
    await inFunnel(page, `answer.started === ${built[0].viewers + 1}`);
    say("moved", { funnel: await funnel(page), text: await page.locator("viewpulse-funnel p.soft").innerText() });

    await steps.locator('[aria-label="Order of the steps"]').selectOption("ANY");
    await inFunnel(page, "answer.order === 'ANY'");
    const any = await page.locator("viewpulse-funnel th.bar").allInnerTexts();
    await page.goBack();
    await inFunnel(page, "answer.order === 'ORDERED'");
    say("any", { any, back: page.url() });
    for (let count = 3; count < 16; count++) {
      await steps.locator('[data-do="add"][data-list="steps"]').click();
      await steps.locator(`[aria-label="Step ${count + 1}"]`).waitFor();
    }
    await inFunnel(page, "answer.steps.length === 16");
    say("most", { disabled: await steps.locator('[data-do="add"][data-list="steps"]').isDisabled(), text: await steps.locator(".rest span").innerText(), violations: await axe(page) });
  },

  /** A funnel with all that one can have is built in the page; what is wrong is said at its field. */
  async conditions(page, context) {
    const of = (what) => encodeURIComponent(`${what}:${encodeURIComponent(given.content)}`);
    await page.goto(link(`${PAGE}&steps=${[of("VIEW_START"), of("LIKE"), of(".quiz_answered")].join("%2C")}`));
    await settle(page);
    await inFunnel(page, "answer.steps.length === 3");
    const steps = page.locator("viewpulse-steps");
    const line = (number) => steps.locator(`.steps > li:nth-child(${number})`);
    const field = (label) => steps.locator(`[aria-label="${label}"]`);
    const enter = async (label, text) => {
      await field(label).fill(text);
      await page.keyboard.press("Enter");
    };
    await line(2).locator("summary").click();
    await line(2).locator('input[type="checkbox"]').check();
    await inFunnel(page, "answer.steps[1].optional");
    await line(3).locator("summary").click();
    await enter("Property 1 of step 3", "answer");
    await enter("Value of answer of step 3", "yes");
    await inFunnel(page, "answer.steps[2].name.endsWith('answer yes')");
    await enter("Longest time before step 3", "1h");
    await page.waitForFunction(() => location.search.includes("within%3D1h"));
    await inFunnel(page, "answer.converted > 0");
    const before = await funnel(page);
    await steps.locator('[data-list="exclusions"]').click();
    await field("Id of the only content of exclusion 1").waitFor();
    await enter("Id of the only content of exclusion 1", given.content);
    await page.waitForFunction(() => location.search.includes("exclusions="));
    await inFunnel(page, `answer.converted < ${before.at(-1).viewers}`);
    const address = page.url();
    const other = await context.newPage();
    await other.goto(`${address}#token=${given.token}`);
    await settle(other);
    const pasted = await funnel(other);
    const filled = await other.locator("viewpulse-steps input").evaluateAll((all) => all.map((one) => [one.ariaLabel ?? one.type, one.type === "checkbox" ? one.checked : one.value]));
    await other.close();
    await steps.scrollIntoViewIfNeeded();
    await page.screenshot({ path: `${given.folder}/events-conditions.png`, fullPage: true });
    await page.setViewportSize({ width: 360, height: 800 });
    await page.screenshot({ path: `${given.folder}/events-conditions-360.png`, fullPage: true });
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    await page.setViewportSize({ width: 1200, height: 900 });
    say("built", { before, built: await funnel(page), address, pasted, filled: Object.fromEntries(filled), wide, violations: await axe(page) });

    const blamed = async (where) => {
      await where.locator(".trouble").waitFor();
      return { text: await where.locator(".trouble").innerText(), fields: await where.locator('[aria-invalid="true"]').evaluateAll((all) => all.map((one) => one.ariaLabel)) };
    };
    const wrong = {};
    await line(1).locator("summary").click();
    await enter("Longest time before step 1", "1h");
    wrong.within = await blamed(line(1));
    await enter("Longest time before step 1", "soon");
    wrong.length = await blamed(line(1));
    await enter("Longest time before step 1", "");
    await inFunnel(page, "answer.converted > 0");
    const left = await steps.locator(".trouble").count();
    await field("Exclusion 1 counts after step").selectOption("3");
    wrong.after = await blamed(steps.locator(".exclusions > li"));
    say("wrong", { wrong, left, violations: await axe(page) });
  },

  /** What the address says wrongly is said, with what is to blame. */
  async wrong(page) {
    const note = async (search, tag) => {
      await page.goto(link(`${PAGE}&${search}`));
      await settle(page);
      return page.locator(`${tag} .note`).innerText();
    };
    const said = {
      step: await note("steps=NO_SUCH%2CLIKE", "viewpulse-funnel"),
      many: await note(`steps=${Array(17).fill("LIKE").join("%2C")}`, "viewpulse-funnel"),
      window: await note("window=400d", "viewpulse-funnel"),
      none: await note("steps=", "viewpulse-funnel"),
      by: await note("by=YEAR", "viewpulse-cohorts"),
      start: await note("start=NO_SUCH", "viewpulse-returns"),
      currency: await note("currency=XX&number=revenue", "viewpulse-cohorts"),
      split: await note("split=NO_SUCH", "viewpulse-sold"),
    };
    say("wrong", { said });
    await page.goto(link("?page=events&range=2019-01-01_2019-01-07&tz=UTC"));
    await settle(page);
    await page.screenshot({ path: `${given.folder}/events-empty.png`, fullPage: true });
    say("empty", { states: await states(page) });
    // the elements, where the token may not see their answers
    await page.evaluate(() => sessionStorage.clear());
    await page.goto(link("?page=now", given.creatorToken));
    await settle(page);
    await page.evaluate(async () => {
      const folder = document.querySelector("script").src.replace("shell.js", "elements/");
      const place = document.querySelector(".tiles");
      place.replaceChildren();
      for (const name of ["funnel", "returns", "cohorts", "revenue", "sold", "map"]) {
        await import(`${folder}${name}.js`);
        place.append(Object.assign(document.createElement(`viewpulse-${name}`), { label: name, steps: "LIKE,SHARE", start: "LIKE" }));
      }
    });
    await settle(page);
    say("forbidden", { states: await states(page) });
  },

  /** The numbers of cohorts, and revenue in one currency. */
  async cohorts(page) {
    await page.goto(link(PAGE));
    await settle(page);
    await page.screenshot({ path: `${given.folder}/events.png`, fullPage: true });
    const tile = page.locator("viewpulse-cohorts");
    const open = await page.locator("viewpulse-returns td.open").allInnerTexts();
    await tile.scrollIntoViewIfNeeded(); // out of sight it asks nothing
    await tile.locator('[aria-label="Number of Cohorts"]').selectOption("lifetimeValue");
    await page.waitForFunction(() => {
      const { state, answer, answerKey, openKey } = document.querySelector("viewpulse-cohorts");
      return state === "ready" && answerKey === openKey && answer.currency;
    });
    const worth = await tile.evaluate(({ answer }) => answer.currency);
    const cells = await tile.locator("tbody tr").first().locator("td").allInnerTexts();
    await page.locator('[aria-label="Currency of Revenue"]').selectOption("JPY");
    await tile.scrollIntoViewIfNeeded();
    await page.waitForFunction(() => document.querySelector("viewpulse-cohorts").answer.currency === "JPY");
    await settle(page);
    const legend = await page.locator("viewpulse-revenue .readout").innerText();
    const sold = await page.locator("viewpulse-sold").evaluate(({ answer }) => answer.breakdown.edges.map(({ node }) => node.money.currency));
    await page.locator("viewpulse-sold").scrollIntoViewIfNeeded();
    await page.locator('[aria-label="Lines of What sold best"]').selectOption("PRODUCT");
    await page.waitForFunction(() => document.querySelector("viewpulse-sold").answer.breakdown.by === "PRODUCT");
    await page.screenshot({ path: `${given.folder}/events-cohorts.png`, fullPage: true });
    say("cohorts", { open, worth, cells, legend, sold, address: page.url() });
  },

  /** Everything is reached and changed without a pointer. */
  async keys(page) {
    await page.goto(link(PAGE));
    await settle(page);
    await page.waitForFunction(() => document.querySelector("viewpulse-steps").groups.length > 3);
    const walked = [];
    for (let step = 0; step < 70; step++) {
      await page.keyboard.press("Tab");
      walked.push(await focused(page));
      if (walked.at(-1) === "More of What sold best") break;
    }
    const before = page.url();
    await page.locator('[aria-label="Move View start down"]').focus();
    await page.keyboard.press("Enter");
    await inFunnel(page, "answer.steps[0].name === 'View complete'");
    const kept = await focused(page);
    await page.locator("viewpulse-revenue .surface").focus();
    await page.keyboard.press("End");
    say("walked", { walked, before, after: page.url(), kept, said: await page.locator("viewpulse-revenue .said").innerText() });
  },

  /** What tiles save is their answer. */
  async files(page) {
    const csv = {};
    const save = async (tag) => {
      const { body } = await saved(page, tag, "csv");
      const { body: picture } = await saved(page, tag, "png");
      csv[tag] = { text: body.toString("utf8"), picture: picture.length };
    };
    await page.goto(link(`${PAGE}&currency=EUR&by=DAY&number=revenue`));
    await settle(page);
    for (const tag of ["funnel", "returns", "cohorts", "revenue", "sold"]) await save(`viewpulse-${tag}`);
    await page.goto(link("?page=platform&range=28d&tz=Europe/Berlin"));
    await settle(page);
    await save("viewpulse-map");
    const map = page.locator("viewpulse-map svg.world");
    const drawn = await map.locator("path[data-country]").evaluateAll((paths) => Object.fromEntries(paths.map((path) => [path.dataset.country, path.querySelector("title").textContent])));
    say("saved", { csv, drawn, said: await map.getAttribute("aria-label") });
  },
};

await go(VISITS);
