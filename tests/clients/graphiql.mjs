// Uses GraphiQL as a person does: its three tabs one after the other, the subscription left running.

import { given, goAhead, inBrowser, say } from "./browser.mjs";
import { answerOf, execute, headers, newTab, openTab, settled } from "./graphiql_page.mjs";

await inBrowser(async (page) => {
  const hosts = new Set();
  page.on("request", (request) => hosts.add(new URL(request.url()).host));
  await page.goto(`${given.url}/graphql#writeKey=${given.writeKey}&token=${given.token}`);

  await settled(page);
  const shown = [await headers(page)];
  for (const number of [2, 3]) {
    await openTab(page, number);
    shown.push(await headers(page));
  }
  await newTab(page);
  shown.push(await headers(page));
  await page.reload();
  await settled(page);
  await newTab(page);
  shown.push(await headers(page));
  await openTab(page, 1);
  say("opened", { address: page.url(), title: await page.title(), shown });

  await execute(page);
  say("tracked", { answer: await answerOf(page, "status") });
  await goAhead();

  await openTab(page, 2);
  await execute(page);
  say("asked", { answer: await answerOf(page, "asOf") });

  await openTab(page, 3);
  await execute(page);
  say("subscribed", { answer: await answerOf(page, '"total": 1') });
  await goAhead();
  const moved = await answerOf(page, '"total": 2');
  await page.screenshot({ path: given.screenshot });
  await execute(page); // the same button stops it
  say("moved", { answer: moved, hosts: [...hosts], complaints: page.complaints });
});
