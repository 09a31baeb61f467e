// graphql-ws: all three kinds of operation over one WebSocket.

import { createClient } from "graphql-ws";
import WebSocket from "ws";

import { finish, given, visit } from "./operations.mjs";

const connect = (connectionParams, options = {}) =>
  createClient({ url: given.wsUrl, webSocketImpl: WebSocket, connectionParams, ...options });

const socket = connect({ authorization: `Bearer ${given.token}`, writeKey: given.writeKey });

/** The one answer of a query or mutation. */
async function once(query, variables) {
  for await (const result of socket.iterate({ query, variables })) return result;
}

async function data(query, variables) {
  const result = await once(query, variables);
  if (result.errors) throw new Error(JSON.stringify(result.errors));
  return result.data;
}

const seen = await visit({
  query: data,
  mutate: data,
  async subscribe(query, variables, inbox) {
    const subscription = socket.iterate({ query, variables });
    (async () => {
      for await (const result of subscription) inbox.put(result.data);
    })();
    return () => subscription.return();
  },
  refusal: async (query, variables) => (await once(query, variables)).errors[0].extensions.code,
});

/** How the socket closes on a client that may not come in. */
function closing(connectionParams) {
  return new Promise((resolve) => {
    const client = connect(connectionParams, { retryAttempts: 0, on: { closed: ({ code, reason }) => resolve({ code, reason }) } });
    client.subscribe({ query: "{ __typename }" }, { next() {}, error() {}, complete() {} });
  });
}

/** What an operation on a refused socket ends with. */
function failure(connectionParams) {
  const client = connect(connectionParams, { retryAttempts: 0 });
  return new Promise((resolve) => {
    client.subscribe({ query: "{ __typename }" }, { next() {}, error: resolve, complete() {} });
  });
}

const wrong = { authorization: `Bearer ${given.wrongToken}` };
const { code, reason } = await failure(wrong);
finish({ ...seen, closed: await closing(wrong), failed: { code, reason } });
