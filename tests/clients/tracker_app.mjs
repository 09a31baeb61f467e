// An app that tracks with the TypeScript library, in Node's localStorage: it says each id once the event is stored, and
// does what it reads, line by line: `track 20`, `flush`.

import { createInterface } from "node:readline";

const { library, url, writeKey, contentId, name, gzip } = JSON.parse(process.argv[2]);
const { createTracker } = await import(library);
const { gzip: compress } = await import(library.replace(/index.js$/, "gzip.js"));

const tracker = createTracker({ url, writeKey, ...(gzip && { gzip: compress }), onProblem: (problem) => say({ problem }) });
const say = (fact) => process.stdout.write(`${JSON.stringify(fact)}\n`);

const commands = {
  track(count) {
    const ids = [];
    for (let left = Number(count); left; left -= 1)
      ids.push(tracker.track({ type: "VIEW_START", contentId, playId: `${name}-${left}` }));
    say({ tracked: ids });
  },
  async flush() {
    await tracker.flush();
    say({ waiting: await tracker.waiting() });
  },
};

say({ ready: await tracker.waiting() });
for await (const line of createInterface({ input: process.stdin })) {
  const [command, argument] = line.split(" ");
  await commands[command](argument);
}
