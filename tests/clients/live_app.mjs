// Follows one content with @viewpulse/live, in Node; does what the test says, line by line, and says all that it hears.

import { createInterface } from "node:readline";

const given = JSON.parse(process.argv[2]);
const { createLive } = await import(given.library);
const { ContentAnalyticsDocument, ContentAnalyticsLiveDocument } = await import(given.documents);
const say = (step, facts = {}) => console.log(JSON.stringify({ step, ...facts }));

globalThis.WebSocket = class extends WebSocket {
  constructor(...options) {
    super(...options);
    say("socket");
    this.addEventListener("close", ({ code }) => say("closed", { code }));
  }
};

const tokens = [...given.tokens];
const live = createLive({
  url: given.url,
  async token() {
    const next = tokens.length > 1 ? tokens.shift() : tokens[0];
    if (next === "fails") throw new Error("The app's backend is away.");
    return next;
  },
});
const variables = { contentId: given.contentId };
const facts = ({ contentAnalytics }) => {
  const { revision, asOf, ...answer } = contentAnalytics;
  return { revision, total: answer.views.total, answer };
};
live.live(ContentAnalyticsLiveDocument, variables, {
  onData: (data) => say("data", facts(data)),
  onState: (state) => say("state", state),
  onError: ({ code }) => say("error", { code }),
});

const commands = {
  query: async () => say("answer", facts(await live.query(ContentAnalyticsDocument, variables))),
  refused: () => live.query("{ platformStats { views } }").catch(({ name, code, path, retryable }) => say("refused", { name, code, path, retryable })),
};
for await (const line of createInterface({ input: process.stdin })) await commands[line]();
live.close();
