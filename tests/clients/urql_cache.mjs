// urql with graphcache and no configuration of it: what its cache makes of pushes. The storage only counts what it holds.

import { Client, fetchExchange, subscriptionExchange } from "@urql/core";
import { cacheExchange } from "@urql/exchange-graphcache";
import { createClient } from "graphql-ws";

import { LIVE, WATCHED, counting, follow } from "./caching.mjs";
import { finish, given } from "./operations.mjs";

const authorization = `Bearer ${given.token}`;
const { requests, send } = counting();
const socket = createClient({ url: given.wsUrl, connectionParams: { authorization } });
const stored = {};
const storage = {
  readData: async () => ({}),
  async writeData(delta) {
    Object.assign(stored, delta);
  },
};
const urql = new Client({
  url: given.url,
  exchanges: [
    cacheExchange({ storage }),
    fetchExchange,
    subscriptionExchange({
      forwardSubscription: ({ query, variables }) => ({
        subscribe: (sink) => ({ unsubscribe: socket.subscribe({ query, variables }, sink) }),
      }),
    }),
  ],
  fetchOptions: { headers: { authorization } },
  fetch: send,
});

const facts = await follow({
  watch(variables, see) {
    urql.query(WATCHED, variables).subscribe(({ data, error }) => {
      if (error) throw error;
      see(data.contentAnalytics);
    });
  },
  subscribe(variables, see) {
    urql.subscription(LIVE, variables).subscribe(({ data, error }) => {
      if (error) throw error;
      see(data.contentAnalytics);
    });
  },
  async entries() {
    await new Promise((resolve) => setTimeout(resolve, 20)); // it is written after the results
    return Object.values(stored).filter((value) => value !== undefined).length;
  },
});

finish({ ...facts, requests: requests.length });
