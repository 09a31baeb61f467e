// Uses GraphiQL as a person does: its three tabs one after the other, the subscription left running.

import { given, goAhead, inBrowser, say } from "./browser.mjs";

const shown = () => document.querySelector(".result-window .CodeMirror")?.CodeMirror.getValue() ?? "";

async function answerOf(page, wanted) {
  for (const start = Date.now(); Date.now() - start < 15_000; await page.waitForTimeout(50)) {
    const answer = await page.evaluate(shown);
    if (answer.includes(wanted)) return answer;
  }
  throw new Error(`no ${wanted} in ${await page.evaluate(shown)}`);
}

const execute = (page) => page.click("button.graphiql-execute-button");
const openTab = (page, number) => page.click(`.graphiql-tab >> nth=${number - 1}`);

await inBrowser(async (page) => {
  const hosts = new Set();
  page.on("request", (request) => hosts.add(new URL(request.url()).host));
  await page.goto(`${given.url}/graphql#writeKey=${given.writeKey}&token=${given.token}`);

  await page.waitForSelector("button.graphiql-execute-button");
  await page.waitForFunction(() => document.querySelector(".graphiql-spinner") === null); // the schema is there
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
