// Prints what `track` costs while 10,000 events wait: in Node's localStorage, which is a file, and in memory.

const { createTracker } = await import("@viewpulse/core");

const WAITING = 10_000;
const ROUND = 500;

async function cost(storage) {
  const tracker = createTracker({ url: "http://127.0.0.1:9/v1/in", writeKey: "k", queue: "cost", ...(storage && { storage }) });
  const event = { type: "VIEW_PROGRESS", contentId: "c", playId: "p", viewData: { watchTime: 10, position: 20, duration: 60 } };
  const track = () => {
    const start = performance.now();
    tracker.track(event);
    return performance.now() - start;
  };
  for (let left = WAITING - ROUND; left; left -= 1) track();
  const taken = Array.from({ length: ROUND }, track).sort((one, other) => one - other);
  const waiting = await tracker.waiting();
  tracker.consent = "denied"; // deletes them
  tracker.close();
  return { waiting, p50: taken[ROUND / 2], p99: taken[Math.floor(ROUND * 0.99)] };
}

const kept = new Map();
const memory = {
  getItem: (key) => kept.get(key) ?? null,
  setItem: (key, value) => void kept.set(key, value),
  removeItem: (key) => void kept.delete(key),
  getAllKeys: () => [...kept.keys()],
};
console.log(JSON.stringify({ memory: await cost(memory), localStorage: await cost() }));
process.exit(0);
