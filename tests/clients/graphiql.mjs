// Uses GraphiQL as a person does: its three tabs one after the other, the subscription left running.

import { given, goAhead, inBrowser, say } from "./browser.mjs";
import { answerOf, execute, openTab, settled } from "./graphiql_page.mjs";

await inBrowser(async (page) => {
  const hosts = new Set();
  page.on("request", (request) => hosts.add(new URL(request.url()).host));
  await page.goto(`${given.url}/graphql#writeKey=${given.writeKey}&token=${given.token}`);

  await settled(page);
  say("opened", { address: page.url(), title: await page.title() });

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
