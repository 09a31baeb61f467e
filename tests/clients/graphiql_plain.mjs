// Opens GraphiQL by its plain address, as a user without keys does, and then pastes each key once.

import { given, goAhead, inBrowser, say } from "./browser.mjs";
import { answer, answerOf, execute, openTab, settled } from "./graphiql_page.mjs";

const HEADERS = 'section[aria-label="Headers"] .graphiql-editor:not(.hidden) .CodeMirror';

async function paste(page, headers) {
  const text = JSON.stringify(headers);
  await page.evaluate(([editor, value]) => document.querySelector(editor).CodeMirror.setValue(value), [HEADERS, text]);
  await page.waitForTimeout(300); // GraphiQL notes it in the tab after 100 ms, quicker than a hand is at the next one
}

await inBrowser(async (page) => {
  const refused = [];
  const sockets = [];
  page.on("response", (response) => response.status() >= 400 && refused.push(`${response.status()} ${response.url()}`));
  page.on("websocket", (socket) => sockets.push(socket.url()));
  await page.goto(given.url);
  await settled(page);
  await page.click('button[aria-label="Show Documentation Explorer"]');
  const docs = await page.locator(".graphiql-doc-explorer", { hasText: "Subscription" }).innerText(); // once it is drawn
  await page.screenshot({ path: given.screenshot });
  say("opened", { address: page.url(), answer: await answer(page), docs, refused, complaints: page.complaints });

  await execute(page);
  say("nameless", { answer: await answerOf(page, "errors") });

  await paste(page, { "X-Viewpulse-Key": given.writeKey });
  await execute(page);
  say("tracked", { answer: await answerOf(page, "status") });
  await goAhead();

  await openTab(page, 2);
  await paste(page, { Authorization: "Bearer nonsense" });
  await openTab(page, 3);
  await execute(page);
  const refusal = await answerOf(page, "errors");
  await page.waitForFunction(() => document.querySelector('button[aria-label^="Execute"]') !== null); // it has stopped
  say("refused", { answer: refusal, sockets: sockets.length });

  await openTab(page, 2);
  await paste(page, { Authorization: `Bearer ${given.token}` });
  await openTab(page, 3);
  await execute(page);
  say("subscribed", { answer: await answerOf(page, '"total": 1') });
  await page.screenshot({ path: given.screenshot });
});
