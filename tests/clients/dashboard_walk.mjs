// Walks through the pages of the dashboard by the Tab key alone, and measures what opening them costs.

import { given, goAhead, say } from "./browser.mjs";
import { go, link, settle } from "./dashboard_visit.mjs";

const CONTROLS = "a[href], button, select, input, textarea, summary, [tabindex]";
const TRACED = ["toplevel", "devtools.timeline"];

/** Numbers what a pointer can use, in the order of the page, also in shadow roots; returns the names. */
function number(controls) {
  const found = [];
  const nameOf = (one) => (one.getAttribute("aria-label") ?? one.labels?.[0]?.textContent ?? one.textContent ?? "").trim();
  const look = (root) => {
    for (const one of root.querySelectorAll("*")) {
      if (one.shadowRoot) look(one.shadowRoot);
      if (!one.matches(controls) || one.disabled || one.tabIndex < 0 || !one.checkVisibility({ visibilityProperty: true })) continue;
      one.number = found.length;
      found.push(nameOf(one));
    }
  };
  look(document);
  return found;
}

/** What has the focus: its number, and whether a reader sees that it has it. Null: nothing of the page. */
function look() {
  let one = document.activeElement;
  while (one?.shadowRoot?.activeElement) one = one.shadowRoot.activeElement;
  if (!one || one === document.body) return null;
  const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(one);
  const { top, bottom } = one.getBoundingClientRect();
  const isMarked = (outlineStyle !== "none" && parseFloat(outlineWidth) > 0) || boxShadow !== "none";
  return { number: one.number ?? -1, text: one.textContent.trim().slice(0, 40), isMarked, isInSight: bottom > 0 && top < innerHeight };
}

const VISITS = {
  /** Every control of every page. */
  async controls(page) {
    for (const [name, search] of Object.entries(given.pages)) {
      await page.goto(link(search));
      await page.reload(); // the focus begins at the top
      await settle(page);
      const names = await page.evaluate(number, CONTROLS);
      const walked = [];
      while (walked.length <= 2 * names.length) {
        await page.keyboard.press("Tab");
        const focus = await page.evaluate(look);
        if (!focus || walked.some((one) => one.number === focus.number)) break;
        walked.push(focus);
      }
      const reached = walked.map((one) => one.number);
      say("walked", {
        name,
        controls: names.length,
        missed: names.filter((_, at) => !reached.includes(at)),
        unnamed: names.filter((one) => !one).length,
        unmarked: walked.filter((one) => !one.isMarked),
        outOfSight: walked.filter((one) => !one.isInSight),
        backwards: reached.filter((one, at) => at > 0 && one < reached[at - 1]),
      });
    }
  },

  /** The page of a content before anything was said of it. */
  async unknown(page) {
    await page.goto(link(`?page=content&content=${given.content}`));
    await page.waitForSelector(".tiles .trouble");
    say("unknown", { text: await page.locator(".tiles .trouble").innerText() });
    await goAhead(); // its first view was sent
    await page.waitForSelector("viewpulse-figures[data-state=ready]");
    say("known", { views: await page.evaluate(() => document.querySelector("viewpulse-figures").answer.totals.views) });
  },

  /** The first load, with nothing in the browser's cache: bytes of all files until each tile has its answer, and the longest task of the page. */
  async load(_page, context) {
    const browser = context.browser();
    const once = async (search, busy) => {
      const fresh = await browser.newContext({ viewport: { width: 1200, height: 900 } });
      const page = await fresh.newPage();
      if (busy) {
        const work = (turns) => {
          for (let turn = 0; turn < turns; turn++) window.turns = turn;
        };
        await page.addInitScript(`setTimeout(${work}, 0, ${busy})`);
      }
      await browser.startTracing(page, { categories: TRACED });
      await page.goto(link(search));
      await page.waitForSelector(".tiles > [data-state=ready]");
      await settle(page);
      const bytes = await page.evaluate(() => performance.getEntries().reduce((sum, one) => sum + (one.encodedBodySize ?? 0), 0));
      const { traceEvents } = JSON.parse((await browser.stopTracing()).toString());
      await fresh.close();
      const isMain = ({ name, args }) => name === "thread_name" && args.name === "CrRendererMain";
      const mains = new Set(traceEvents.filter(isMain).map(({ pid, tid }) => `${pid} ${tid}`));
      const tasks = traceEvents.filter(({ name, pid, tid, tdur }) => name.endsWith("RunTask") && tdur !== undefined && mains.has(`${pid} ${tid}`));
      say("loaded", { search, bytes, tasks: tasks.length, longest: Math.max(...tasks.map(({ tdur }) => tdur)) / 1000 });
    };
    await once(given.pages[0], given.busy);
    for (const search of given.pages) for (let load = 0; load < given.loads; load++) await once(search, 0);
  },
};

await go(VISITS);
