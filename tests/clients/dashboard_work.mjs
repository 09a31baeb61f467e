// What happens at the moment, what arrives, and what is managed: the pages Now, Health and Settings as those see them who run the
// server. `given.visit` says which visit.

import { given, goAhead, say } from "./browser.mjs";
import { axe, go, link, saved, settle, states } from "./dashboard_visit.mjs";

const tile = (page, tag, read) => page.locator(tag).evaluate((one, code) => new Function("one", `return ${code}`)(one), read);
const shot = (page, name) => page.screenshot({ path: `${given.folder}/${name}.png`, fullPage: true });

const VISITS = {
  /** The newest events come by themselves, and stand still for a reader. */
  async happens(page) {
    await page.goto(link("?page=now&tz=UTC"));
    const ticker = page.locator("viewpulse-ticker");
    await ticker.scrollIntoViewIfNeeded();
    await page.waitForSelector("viewpulse-ticker[data-state=empty]");
    say("empty", { text: await ticker.locator(".note").innerText() });
    await goAhead();
    const rows = ticker.locator("tbody tr");
    await rows.first().waitFor();
    await page.mouse.move(0, 0);
    say("came", { cells: await rows.first().locator("th, td").allInnerTexts() });
    await goAhead();
    await page.waitForFunction(() => document.querySelector("viewpulse-ticker").spoken);
    await page.waitForFunction(() => document.querySelector("viewpulse-ticker").answer.edges.length === 2);
    const fresh = await ticker.locator("tr.new").count();
    await ticker.locator(".scroll").hover();
    const pointed = await rows.count();
    say("pointed", { fresh, pointed, said: await tile(page, "viewpulse-ticker", "one.spoken"), live: await ticker.locator("table").getAttribute("aria-live") });
    await goAhead();
    await ticker.locator(".waiting").waitFor();
    await page.waitForFunction(() => document.querySelector("viewpulse-ticker").answer.edges.length === 3);
    const waiting = { rows: await rows.count(), text: await ticker.locator(".waiting").innerText() };
    await page.mouse.move(0, 0);
    await page.waitForFunction(() => document.querySelector("viewpulse-ticker").renderRoot.querySelectorAll("tbody tr").length === 3);
    await ticker.locator("button.pause").press("Enter");
    const violations = await axe(page);
    say("waited", { waiting, violations, pressed: await ticker.locator("button.pause").getAttribute("aria-pressed") });
    await goAhead();
    await page.waitForFunction(() => document.querySelector("viewpulse-ticker").answer.edges.length === 4);
    const paused = await rows.count();
    const file = await saved(page, "viewpulse-ticker", "csv");
    const held = await tile(page, "viewpulse-ticker", "one.held.edges.map(({ node }) => node)");
    await ticker.locator("button.pause").press("Enter");
    await ticker.locator(".scroll").focus();
    const focused = await tile(page, "viewpulse-ticker", "one.held !== null");
    await page.mouse.move(0, 0);
    await ticker.locator(".scroll").blur();
    await page.waitForFunction(() => document.querySelector("viewpulse-ticker").renderRoot.querySelectorAll("tbody tr").length === 4);
    await shot(page, "ticker");
    await page.emulateMedia({ reducedMotion: "reduce" });
    const moves = await ticker.locator("tbody th").first().evaluate((cell) => getComputedStyle(cell).animationName);
    say("paused", { paused, focused, moves, held, csv: file.body.toString("utf8") });
  },

  /** What arrives, is refused, and is open. */
  async health(page) {
    await page.goto(link("?page=health&tz=UTC"));
    await page.waitForSelector("viewpulse-arrivals[data-state=ready]");
    const read = (code) => tile(page, "viewpulse-arrivals", code);
    await page.waitForFunction(([accepted, rejected]) => {
      const { minutes } = document.querySelector("viewpulse-arrivals").answer;
      const sum = (name) => minutes.reduce((all, one) => all + (one[name] ?? 0), 0);
      return sum("accepted") >= accepted && sum("rejected") >= rejected;
    }, [given.accepted, given.rejected]);
    const open = await page.waitForFunction(() => {
      const { sockets, subscriptions } = document.querySelector("viewpulse-arrivals").answer;
      return sockets && subscriptions && { sockets, subscriptions };
    });
    await settle(page);
    await page.locator("viewpulse-arrivals .surface").focus();
    await page.keyboard.press("End");
    const spoken = await page.locator("viewpulse-arrivals .said").innerText();
    const file = await saved(page, "viewpulse-arrivals", "csv");
    const { minutes, ...now } = await read("one.answer");
    const rejected = page.locator("viewpulse-rejected");
    await rejected.locator("summary", { hasText: "" }).nth(1).click();
    const sample = await rejected.locator("details[open] pre").first().innerText();
    const at = await rejected.locator("details[open] p").first().innerText();
    const violations = await axe(page);
    await shot(page, "health");
    const reasons = await rejected.locator(".reasons tbody code").allInnerTexts();
    await page.locator('select[aria-label="Reason"]').scrollIntoViewIfNeeded(); // out of sight it asks nothing
    await page.selectOption('select[aria-label="Reason"]', reasons.at(-1));
    await page.waitForFunction((code) => {
      const { state, answer } = document.querySelector("viewpulse-rejected");
      return state === "ready" && answer.samples.every((one) => one.code === code);
    }, reasons.at(-1));
    const chosen = await rejected.locator("table").last().locator("tbody tr").count();
    say("health", { now, open: await open.jsonValue(), minutes, spoken, csv: file.body.toString("utf8"), sample, at, violations, reasons, chosen, states: await states(page) });
  },

  /** A key is made and shown once, the policy is set, and the token says what it may. */
  async settings(page, context) {
    await context.grantPermissions(["clipboard-read", "clipboard-write"]);
    await page.goto(link("?page=settings&tz=UTC"));
    await page.waitForSelector("viewpulse-keys[data-state=ready]");
    await settle(page);
    const token = await page.locator("viewpulse-token dl").innerText();
    const keys = page.locator("viewpulse-keys");
    const field = keys.locator("input[name=label]");
    await field.evaluate((one) => one.removeAttribute("maxlength"));
    await field.fill("x".repeat(300));
    await field.press("Enter");
    const refused = await keys.locator(".problem").innerText();
    const invalid = await field.getAttribute("aria-invalid");
    await field.fill("of a new app");
    await field.press("Enter");
    const secret = await keys.locator(".secret code").innerText();
    await keys.locator(".secret button", { hasText: "Copy" }).click();
    await keys.locator(".secret [role=status]", { hasText: "Copied" }).waitFor();
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    const violations = await axe(page);
    await shot(page, "settings");
    await keys.locator("tbody tr", { hasText: "of a new app" }).waitFor();
    await keys.locator(".secret button", { hasText: "kept" }).click();
    const gone = await page.evaluate((key) => !document.querySelector("viewpulse-keys").renderRoot.innerHTML.includes(key), secret);
    say("key", { token, refused, invalid, secret, copied, violations, gone });
    const policy = page.locator('viewpulse-consent li[data-policy="REQUIRED"]');
    await policy.locator("button").click();
    const asked = await policy.locator("button").innerText();
    await policy.locator("button").click();
    await page.waitForSelector('viewpulse-consent li[data-policy="REQUIRED"][aria-current=true]');
    say("policy", { asked, consents: await page.locator("viewpulse-consent tbody tr").allInnerTexts() });
    await page.locator("viewpulse-token button.do").click();
    await page.waitForSelector("#token");
    say("out", { kept: await page.evaluate(() => sessionStorage.length) });
  },

  /** Who runs the server sees its projects, creates one, archives it, and takes that back. */
  async operator(page) {
    await page.goto(link("?tz=UTC"));
    await page.waitForSelector("viewpulse-projects[data-state=ready]");
    const pages = await page.$$eval("nav a", (links) => links.map((one) => one.textContent));
    const projects = page.locator("viewpulse-projects");
    await projects.locator("input[name=name]").fill("The second one");
    await projects.locator("form button").click();
    const row = projects.locator("tbody tr", { hasText: "The second one" });
    await row.waitFor();
    const made = await row.locator("td.state").innerText();
    await row.locator("button").click();
    const asked = await row.locator("button").innerText();
    const before = await row.locator("td.state").innerText();
    await row.locator("button").click();
    await row.locator("td.state", { hasText: "Archived" }).waitFor();
    await row.locator("button", { hasText: "Restore" }).click();
    await row.locator("td.state", { hasText: "Takes events" }).waitFor();
    const violations = await axe(page);
    await shot(page, "projects");
    say("operator", { pages, address: page.url(), made, asked, before, violations });
  },

  /** What tiles say to those who may not see them, and when nobody answers. */
  async states(page) {
    await page.goto(link("?page=now", given.creatorToken));
    await page.waitForSelector("viewpulse-live-counter[data-state]");
    const shown = await page.locator("viewpulse-ticker").count();
    await page.evaluate(async (tags) => {
      const version = new URL(document.querySelector("script[type=module]").src).pathname.split("/")[2];
      await Promise.all(tags.map((tag) => import(`/ui/${version}/elements/${tag}.js`)));
      document.querySelector(".tiles").append(...tags.map((tag) => Object.assign(document.createElement(`viewpulse-${tag}`), { label: tag })));
    }, given.tags);
    await settle(page);
    const forbidden = (await states(page)).filter(([label]) => given.tags.includes(label));
    const violations = await axe(page);
    await shot(page, "forbidden-work");
    await page.evaluate(() => sessionStorage.clear());
    await page.goto("about:blank");
    await page.goto(link("?page=health&tz=UTC"));
    await settle(page);
    say("forbidden", { shown, forbidden, violations });
    await goAhead();
    await page.waitForFunction(() => ["arrivals", "ingest"].every((tag) => document.querySelector(`viewpulse-${tag}`).state === "stale"));
    const stale = await page.locator("viewpulse-arrivals .stale").innerText();
    await shot(page, "stale-work");
    say("stale", { stale });
    await goAhead();
    await page.waitForSelector("viewpulse-arrivals[data-state=ready]");
    say("back", {});
  },

  /** Which traffic counts is chosen, is in the address, and is asked by every tile that takes it. */
  async traffic(page) {
    const sent = [];
    page.on("websocket", (socket) =>
      socket.on("framesent", ({ payload }) => {
        const { type, payload: asked } = JSON.parse(payload);
        if (type === "subscribe") sent.push(asked);
      }),
    );
    const views = () => page.evaluate(() => document.querySelector("viewpulse-figures").answer.totals.views);
    await page.goto(link(`?page=content&content=${given.content}&range=24h&tz=UTC`));
    await settle(page);
    const people = await views();
    await page.selectOption('select[aria-label="Traffic that counts"]', "bots");
    await page.waitForFunction((least) => {
      const { state, answer } = document.querySelector("viewpulse-figures");
      return state === "ready" && answer?.totals.views > least;
    }, people);
    const address = page.url();
    const bots = await views();
    const asked = {};
    for (const name of ["content", "creator", "platform", "events", "now", "health"]) {
      sent.length = 0;
      await page.goto(link(`?page=${name}&content=${given.content}&creator=${given.creator}&range=24h&tz=UTC&traffic=all`));
      await settle(page);
      asked[name] = sent.filter(({ query }) => /subscription/.test(query) && query.includes("$include")).map(({ query, variables }) => [/subscription (\w+)/.exec(query)[1], variables.include ?? null]);
    }
    say("traffic", { people, bots, address, asked });
  },
};

await go(VISITS);
