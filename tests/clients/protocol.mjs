// Holds the same conversations over graphql-transport-ws with Viewpulse and with the reference server of graphql-ws.
//
// Given {url, conversations: {name: {protocols, steps}}}. A step is a text to send, or a message; {bytes} is sent as a binary
// frame, {length} as so many letters, {until} waits until a message of that type was said, and {until: "close"} until the server closes.
// Prints {name: {reference, ours}}: what each server said, message by message, and how it closed.

import { createServer } from "node:http";
import { buildSchema } from "graphql";
import { useServer } from "graphql-ws/use/ws";
import WebSocket, { WebSocketServer } from "ws";

const given = JSON.parse(process.argv[2]);
const QUIET = 150; // milliseconds without a message after which the reference, on this machine, has said all
const PATIENCE = 30_000; // until ours must have said as much
const AT_ONCE = 4; // conversations: they mostly wait
const BARRIER = "barrier";

/** The reference server, with a schema of the same shape as far as the conversations use it. */
async function reference() {
  async function* never() {
    yield { contentAnalytics: { views: { total: 0 } } };
    await new Promise(() => {});
  }
  const schema = buildSchema(`
    type Views { total: Int }
    type ContentAnalytics { views: Views }
    type Query { contentAnalytics(contentId: ID!): ContentAnalytics }
    type Mutation { none: Int }
    type Subscription { contentAnalytics(contentId: ID!): ContentAnalytics }
  `);
  console.error = () => {}; // it reports what the conversations do to it
  console.warn = () => {};
  const server = createServer();
  const sockets = new WebSocketServer({ server, path: "/graphql", maxPayload: 2 ** 20 });
  useServer({ schema, roots: { subscription: { contentAnalytics: never } }, connectionInitWaitTimeout: 1000, isProd: true }, sockets);
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `ws://127.0.0.1:${server.address().port}/graphql`;
}

/** What one server says in a conversation; with `expected` messages, waits until it has said as many. */
function converse(url, { protocols, steps }, expected) {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url, protocols);
    const said = [];
    const waiting = [...steps];
    let timer = null;
    let barriers = 0;
    const done = (end) => {
      clearTimeout(timer);
      socket.terminate();
      resolve({ said, ...end });
    };
    const whenAllIsSaid = () => {
      clearTimeout(timer);
      if (expected === undefined) timer = setTimeout(() => done({ open: true }), QUIET);
      else if (said.length >= expected) timer = setTimeout(() => done({ open: true }), QUIET);
      else timer = setTimeout(() => done({ open: true, late: true }), PATIENCE);
    };
    const step = () => {
      if (!waiting.length) return whenAllIsSaid();
      if (socket.readyState !== WebSocket.OPEN) return;
      if (waiting[0].until === "close") return (timer = setTimeout(() => done({ open: true, late: true }), PATIENCE));
      if (waiting[0].until && !said.some(({ type }) => type === waiting[0].until)) return setTimeout(step, 5);
      const next = waiting.shift();
      if (next.until) return step();
      if (typeof next === "string") socket.send(next);
      else if (next.bytes !== undefined) socket.send(Buffer.from(next.bytes), { binary: true });
      else if (next.length !== undefined) socket.send("x".repeat(next.length));
      else socket.send(JSON.stringify(next));
      // Its pong tells that what was sent before is handled, except for operations, which take their time.
      socket.send(JSON.stringify({ type: "ping", payload: { [BARRIER]: ++barriers } }));
    };
    socket.on("open", step);
    socket.on("message", (data) => {
      const message = JSON.parse(String(data));
      if (message.type === "pong" && message.payload?.[BARRIER]) return step();
      said.push(shape(message));
      if (!waiting.length) whenAllIsSaid();
    });
    socket.on("close", (code, reason) => done({ code, reason: String(reason) }));
    socket.on("error", (error) => (socket.readyState === WebSocket.CONNECTING ? reject(error) : null));
  });
}

/** A message without what only one of the servers can know: the wording of errors, and extensions such as the cost. */
function shape(message) {
  if (message.type === "error") return { ...message, payload: message.payload.map(() => "an error") };
  if (message.type !== "next") return message;
  const { data, errors } = message.payload;
  return { ...message, payload: errors ? { errors: errors.length } : { data } };
}

const elsewhere = await reference();
const found = {};
const waiting = Object.entries(given.conversations);
async function converseInTurn() {
  for (let next; (next = waiting.shift()); ) {
    const [name, conversation] = next;
    const there = await converse(elsewhere, conversation);
    found[name] = { reference: there, ours: await converse(given.url, conversation, there.said.length) };
  }
}
await Promise.all(Array.from({ length: AT_ONCE }, converseInTurn));
process.stdout.write(`${JSON.stringify(found)}\n`, () => process.exit(0));
