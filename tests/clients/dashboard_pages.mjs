// Goes through the pages of the dashboard as its readers do, and reports what it sees. `given.visit` says which visit.

import { given, goAhead, say } from "./browser.mjs";
import { TILES, axe, focused, go, link, saved, settle, states } from "./dashboard_visit.mjs";

const figure = (page, name) => page.evaluate((one) => document.querySelector("viewpulse-figures").answer.totals[one], name);

const VISITS = {
  /** Opens a link, sees numbers, sees them move, goes back and forth. */
  async live(page, context) {
    const sockets = [];
    const hosts = new Set();
    const subscribed = [];
    page.on("websocket", (socket) => {
      sockets.push(socket.url());
      socket.on("framesent", ({ payload }) => {
        const { type, payload: sent } = JSON.parse(payload);
        if (type === "subscribe") subscribed.push(sent);
      });
    });
    page.on("request", (request) => hosts.add(new URL(request.url()).host));
    await page.goto(link(`?page=content&content=${given.content}&range=28d`));
    await settle(page);
    const before = await figure(page, "views");
    say("opened", { address: page.url(), sockets: sockets.length, hosts: [...hosts], views: before, states: await states(page) });
    await goAhead();
    await page.waitForFunction((least) => document.querySelector("viewpulse-figures").answer.totals.views > least, before);
    say("moved", { views: await figure(page, "views") });

    await page.selectOption('select[aria-label="Range"]', "7d");
    await page.waitForFunction(() => location.search.includes("range=7d") && document.querySelector("viewpulse-figures").state === "ready");
    await settle(page);
    const week = await figure(page, "views");
    await page.goBack();
    await page.waitForFunction(() => location.search.includes("range=28d"));
    await settle(page);
    const back = await figure(page, "views");
    const picked = [await page.inputValue('select[aria-label="Range"]')];
    await page.goForward();
    await page.waitForFunction(() => location.search.includes("range=7d"));
    await settle(page);
    picked.push(await page.inputValue('select[aria-label="Range"]'));
    const other = await context.newPage();
    await other.goto(`${page.url()}#token=${given.token}`);
    await settle(other);
    const shown = (one) => one.$$eval("viewpulse-figures, viewpulse-series, viewpulse-breakdown", (tiles) => tiles.map((tile) => JSON.stringify(tile.table(tile.answer))));
    say("addresses", { picked, week, back, forward: await figure(page, "views"), pasted: await shown(other), own: await shown(page) });
    await other.close();

    // what is out of sight asks nothing
    await page.setViewportSize({ width: 1200, height: 500 });
    await page.evaluate(() => scrollTo(0, 0));
    await page.waitForFunction(() => !document.querySelector("viewpulse-heatmap").openKey);
    await page.waitForTimeout(5_500); // until those that were in sight a moment ago have ended, too
    say("sight", { open: await page.$$eval(TILES, (tiles) => tiles.filter((tile) => tile.openKey).length), all: (await states(page)).length });

    // nor does a page that is hidden; when it comes back, it asks for what is newer
    const hide = (hidden) =>
      page.evaluate((value) => {
        Object.defineProperty(document, "hidden", { value, configurable: true }); // Chromium without a screen hides no page
        document.dispatchEvent(new Event("visibilitychange"));
      }, hidden);
    const open = () => page.$$eval(TILES, (tiles) => tiles.filter((tile) => tile.openKey).length);
    await hide(true);
    await page.waitForFunction((tiles) => [...document.querySelectorAll(tiles)].every((tile) => !tile.openKey), TILES);
    const whileHidden = await open();
    subscribed.length = 0;
    await hide(false);
    const asked = await page.$$eval(TILES, (tiles) => new Set(tiles.map((tile) => tile.openKey).filter(Boolean)).size);
    say("hidden", { whileHidden, again: await open(), asked, after: subscribed.map(({ variables }) => variables.afterRevision) });

    await goAhead(); // the server is stopped now
    await page.waitForFunction(() => document.querySelector("viewpulse-figures").state === "stale", null, { timeout: 5_000 });
    say("stale", { text: await page.locator("viewpulse-figures .stale").innerText(), link: await page.locator(".link").innerText() });
    await page.screenshot({ path: `${given.folder}/stale.png` });
    await page.selectOption('select[aria-label="Range"]', "90d"); // what nobody has answered yet
    await page.waitForFunction(() => document.querySelector("viewpulse-figures").state === "offline");
    await page.screenshot({ path: `${given.folder}/offline.png` });
    await page.selectOption('select[aria-label="Range"]', "7d");
    await page.waitForFunction(() => document.querySelector("viewpulse-figures").state === "stale");
    say("offline");
    await goAhead(); // and runs again
    await page.waitForFunction((least) => {
      const { state, answer } = document.querySelector("viewpulse-figures");
      return state === "ready" && answer.totals.views > least;
    }, week, { timeout: 45_000 });
    say("resumed", { views: await figure(page, "views") });
  },

  /** A reader who opens a content and looks at four ranges of it, a creator, and a second tab. */
  async ranges(page, context) {
    const subscribed = [];
    page.on("websocket", (socket) =>
      socket.on("framesent", ({ payload }) => {
        const { type, payload: sent } = JSON.parse(payload);
        if (type === "subscribe") subscribed.push(sent);
      }),
    );
    await page.goto(link(`?page=content&content=${given.content}&range=28d&tz=Europe/Berlin&theme=dark`));
    await settle(page);
    const [first, seen] = [subscribed.length, new Set()];
    for (const range of ["7d", "90d", "today"]) {
      await page.selectOption('select[aria-label="Range"]', range);
      await page.waitForFunction((wanted) => {
        const tile = document.querySelector("viewpulse-figures");
        return tile.range === wanted && !tile.isUpdatePending && tile.openKey === tile.key;
      }, range);
      await settle(page);
      for (const [, state] of await states(page)) seen.add(state);
    }
    const questions = subscribed.filter(({ query }) => query.includes("subscription ")).map(({ query, variables }) => [query.match(/subscription (\w+)/)[1], variables]);
    const today = await page.evaluate(() => {
      const { answer, drawing } = document.querySelector("viewpulse-series");
      const after = answer.points.findIndex(({ start }) => Date.parse(start) > Date.parse(answer.asOf));
      return { after, open: drawing.open, values: drawing.lines[0].values, name: drawing.name(drawing.open) };
    });
    const before = await page.evaluate(() => document.querySelector("viewpulse-series").plot.axes[0].values({}, [0, 86400]).join());
    say("ranges", { first, seen: [...seen], questions, today, before, heading: await page.locator("h1").innerText() });

    // a tile out of sight has no answer of another content
    await page.setViewportSize({ width: 1200, height: 500 });
    await page.evaluate(() => scrollTo(0, 0));
    await page.waitForFunction(() => !document.querySelector("viewpulse-heatmap").openKey);
    await page.evaluate((content) => document.querySelector("viewpulse-dashboard").change({ content }), given.other);
    await page.waitForFunction((other) => document.querySelector("viewpulse-heatmap").content === other, given.other);
    say("other", { state: await page.locator("viewpulse-heatmap").evaluate((tile) => tile.updateComplete.then(() => tile.state)) });
    await page.evaluate(() => document.querySelector("viewpulse-dashboard").change({ content: "no-such-content" }));
    await page.waitForSelector(".tiles .trouble");
    say("unknown", { text: await page.locator(".tiles .trouble").innerText(), tiles: await page.locator(TILES).count() });

    // another tab is opened from a link: it says what this one says, and is signed in
    await page.evaluate(() => document.querySelector("viewpulse-dashboard").change({ page: "now", content: "" }));
    const row = page.locator("viewpulse-top a").first();
    await row.hover();
    const href = await row.getAttribute("href");
    const tab = await context.newPage();
    await tab.goto(new URL(href, given.url).href);
    await tab.waitForSelector("h1");
    await tab.waitForSelector(TILES);
    say("tab", { href });
    await tab.close();

    // a page that fails is tried again when it is opened again, and a blocked element leaves the others alone
    await context.route("**/pages/platform.js", (route) => route.abort());
    await context.route("**/elements/heatmap.js", (route) => route.abort());
    await page.reload();
    await page.locator('nav a[data-page="platform"]').click();
    await page.waitForSelector("main > .trouble");
    await page.locator('nav a[data-page="now"]').click();
    await page.waitForSelector("viewpulse-live-counter[data-state=ready]");
    const left = await page.locator("main > .trouble").count();
    await context.unroute("**/pages/platform.js");
    await page.locator('nav a[data-page="platform"]').click();
    await page.waitForSelector("viewpulse-figures[data-state=ready]");
    say("blocked", { left, parts: await page.locator(TILES).count(), missing: await page.locator(".tiles > :not(:defined)").count() });
    page.complaints.length = 0; // of the two that were blocked
  },

  /** Every page in both themes and three widths, with axe. */
  async look(page) {
    for (const [name, search] of Object.entries(given.pages)) {
      for (const theme of ["light", "dark"]) {
        for (const width of given.widths) {
          await page.setViewportSize({ width, height: 900 });
          await page.goto(link(`${search}&theme=${theme}&range=28d&tz=UTC`));
          await settle(page);
          const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
          const violations = width === given.widths[1] ? [] : await axe(page);
          await page.screenshot({ path: `${given.folder}/${name}-${theme}-${width}.png`, fullPage: true });
          say("looked", { name, theme, width, wide, violations, states: await states(page) });
        }
      }
    }
  },

  /** Without a pointer: from the address bar to a value of the chart, the table and another page. */
  async keys(page) {
    await page.goto(link(`?page=content&content=${given.content}&range=28d&tz=UTC`));
    await settle(page);
    const walked = [];
    for (let step = 0; step < 60; step++) {
      await page.keyboard.press("Tab");
      walked.push(await focused(page));
      if (walked.at(-1)?.startsWith("When it is viewed")) break;
    }
    const chart = page.locator("viewpulse-series .surface");
    await chart.focus();
    await page.keyboard.press("End");
    await page.keyboard.press("ArrowLeft");
    const said = await page.locator("viewpulse-series .said").innerText();
    await page.locator("viewpulse-series summary").focus();
    await page.keyboard.press("Enter");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    const rows = await page.locator("viewpulse-series .scroll tbody tr").count();
    await page.locator('select[aria-label="Range"]').focus();
    await page.keyboard.press("ArrowUp");
    await page.waitForFunction(() => location.search.includes("range=7d"));
    await page.locator("viewpulse-picker input").focus();
    await page.keyboard.press("ArrowDown");
    await page.locator("viewpulse-picker [role=option]").first().waitFor();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.waitForFunction((before) => !location.search.includes(`content=${before}&`), given.content);
    await page.locator('nav a[data-page="now"]').focus();
    await page.keyboard.press("Enter");
    await page.waitForSelector("viewpulse-live-counter[data-state=ready]");
    say("walked", { walked, said, rows, address: page.url() });
  },

  /** Saves what tiles show, as files. */
  async files(page) {
    await page.goto(link(`?page=content&content=${given.content}&range=28d&tz=Europe/Berlin`));
    await settle(page);
    const csv = {};
    const pictures = {};
    for (const tag of ["viewpulse-figures", "viewpulse-series", "viewpulse-retention", "viewpulse-breakdown", "viewpulse-heatmap", "viewpulse-scores"]) {
      const file = await saved(page, tag, "csv");
      const answer = await page.locator(tag).first().evaluate((tile) => tile.answer);
      csv[tag] = { name: file.name, text: file.body.toString("utf8"), revision: answer.revision };
      const picture = await saved(page, tag, "png");
      pictures[tag] = { bytes: picture.body.length, head: picture.body.subarray(1, 4).toString("latin1") };
    }
    say("saved", { csv, pictures });
  },

  /** Those who may not, and those who have nothing. */
  async states(page) {
    const shot = (name) => page.screenshot({ path: `${given.folder}/${name}.png` });
    await page.goto(given.url);
    await page.waitForSelector("#token");
    const violations = await axe(page);
    await shot("sign-in");
    await page.fill("#token", "no.such.token");
    await page.keyboard.press("Enter");
    await page.waitForSelector(".trouble");
    say("refused", { text: await page.locator(".trouble").innerText(), kept: await page.evaluate(() => sessionStorage.length), violations });
    await page.fill("#token", given.creatorToken);
    await page.keyboard.press("Enter");
    await page.waitForSelector("nav a");
    const pages = await page.$$eval("nav a", (links) => links.map((one) => one.textContent));
    await page.goto(`${given.url}?page=platform`);
    await page.waitForSelector(".trouble");
    const noPage = await page.locator(".trouble").innerText();
    await page.goto(`${given.url}?page=content&content=${given.foreign}`);
    await settle(page);
    await shot("forbidden");
    say("forbidden", { pages, noPage, states: await states(page) });
    await page.evaluate(() => sessionStorage.clear());
    await page.goto(link(`?page=content&content=${given.content}&range=2019-01-01_2019-01-07`));
    await settle(page);
    await shot("empty");
    say("empty", { states: await states(page) });
    await page.goto(`${given.url}?page=content&content=${given.content}&range=28d&definition=start@99`);
    await settle(page);
    await shot("error");
    say("error", { states: await states(page), text: await page.locator("viewpulse-series .note").innerText() });
    await page.locator("aside button").click();
    await page.waitForSelector("#token");
    await page.context().addCookies([{ name: "viewpulse-token", value: given.token, url: given.url }]);
    await page.goto(`${given.url}?page=now`);
    await page.waitForSelector("viewpulse-live-counter[data-state=ready]");
    say("cookie", { kept: await page.evaluate(() => sessionStorage.length) });
  },

  /** Accounts on networks, and the posts of one. */
  async social(page) {
    await page.goto(link("?page=social&tz=UTC"));
    await page.waitForSelector("viewpulse-accounts[data-state=ready] tr");
    const accounts = await page.locator("viewpulse-accounts tbody tr").count();
    await page.locator('viewpulse-accounts a[data-account^="instagram"]').click();
    await page.waitForSelector("viewpulse-posts[data-state=ready]");
    const rows = await page.locator("viewpulse-posts").evaluate((tile) => tile.answer.nodes.length);
    const followers = () => page.locator("viewpulse-accounts").evaluate((tile) => tile.answer.nodes.map((one) => one.metrics.followers.value));
    const before = await followers();
    const violations = await axe(page);
    await page.screenshot({ path: `${given.folder}/social.png`, fullPage: true });
    await page.waitForFunction((first) => {
      const { nodes } = document.querySelector("viewpulse-accounts").answer;
      return nodes.some(({ metrics }, at) => metrics.followers.value !== first[at]);
    }, before);
    say("social", { accounts, rows, before, address: page.url(), violations });
  },

  /** A key is revoked: by two clicks, not by one. */
  async keys_of_apps(page) {
    await page.goto(link("?page=settings"));
    const row = page.locator("viewpulse-keys tbody tr", { hasText: given.label });
    await row.locator("button").click();
    const asked = await row.locator("button").innerText();
    await row.locator("button").click();
    await row.locator("button").waitFor({ state: "detached" });
    say("revoked", { asked, state: await row.locator("td.state").innerText(), buttons: await row.locator("button").count() });
  },

  /** A user who asks more than the server answers in a minute. */
  async limit(page) {
    await page.goto(link("?page=content&content=video-1&range=28d"));
    await page.waitForSelector("[data-state=limit]");
    await page.screenshot({ path: `${given.folder}/limit.png` });
    say("limit", { states: await states(page), text: await page.locator("[data-state=limit] .note").first().innerText() });
  },

  /** A page of another origin opens the dashboard and hands its token over. */
  async handed(page, context) {
    await page.goto(given.host);
    const [opened] = await Promise.all([context.waitForEvent("page"), page.evaluate((url) => void (window.dashboard = window.open(url)), given.url)]);
    await opened.waitForSelector("#token");
    await page.evaluate(([origin, token]) => window.dashboard.postMessage({ viewpulse: "token", token }, origin), [given.url, given.token]);
    await opened.waitForSelector("viewpulse-live-counter[data-state=ready]");
    say("handed", { address: opened.url() });
  },

  /** Many tiles, each with an answer a second: what they leave in memory. */
  async long(page, context) {
    await page.goto(link("?page=now"));
    await settle(page);
    await page.evaluate((tiles) => {
      const place = document.querySelector(".tiles");
      for (let number = 0; number < tiles; number++) {
        const tag = number % 2 ? "viewpulse-series" : "viewpulse-live-counter";
        const tile = Object.assign(document.createElement(tag), { label: `Tile ${number}`, every: "1s", interval: "MINUTE" });
        tile.classList.add("third");
        place.append(tile);
      }
    }, given.tiles);
    await page.setViewportSize({ width: 1400, height: 6000 });
    const devtools = await context.newCDPSession(page);
    const heap = async () => {
      await devtools.send("HeapProfiler.collectGarbage");
      return (await devtools.send("Runtime.getHeapUsage")).usedSize;
    };
    const answers = () => page.evaluate(() => [...document.querySelectorAll(".tiles > *")].reduce((sum, tile) => sum + (tile.answers ?? 0), 0));
    const until = async (count) => {
      while ((await answers()) < count) await page.waitForTimeout(500);
    };
    await until((await answers()) + given.tiles * 3); // every tile has drawn by then
    const [first, answered] = [await heap(), await answers()];
    await page.evaluate(() => {
      window.busy = 0;
      new PerformanceObserver((list) => list.getEntries().forEach(({ duration }) => (window.busy += duration))).observe({ type: "longtask" });
    });
    const began = Date.now();
    await until(answered + given.answers);
    say("long", { first, last: await heap(), seconds: (Date.now() - began) / 1000, busy: await page.evaluate(() => window.busy / 1000) });
  },
};

await go(VISITS);
