// urql: its fetchExchange prefers GET for queries and accepts many content types; subscriptions go over graphql-ws.

import { Client, cacheExchange, fetchExchange, subscriptionExchange } from "@urql/core";
import { createClient } from "graphql-ws";

import { finish, given, visit } from "./operations.mjs";

function connect(token, socketOptions = {}) {
  const authorization = `Bearer ${token}`;
  const socket = createClient({ url: given.wsUrl, connectionParams: { authorization }, ...socketOptions });
  return new Client({
    url: given.url,
    exchanges: [
      cacheExchange,
      fetchExchange,
      subscriptionExchange({
        forwardSubscription: ({ query, variables }) => ({
          subscribe: (sink) => ({ unsubscribe: socket.subscribe({ query, variables }, sink) }),
        }),
      }),
    ],
    fetchOptions: { headers: { authorization, "x-viewpulse-key": given.writeKey } },
    requestPolicy: "network-only",
  });
}

const urql = connect(given.token);
const code = (error) => error.graphQLErrors[0]?.extensions.code ?? error.message;

function data({ data, error }) {
  if (error) throw error;
  return data;
}

const seen = await visit({
  query: async (document, variables) => data(await urql.query(document, variables)),
  mutate: async (document, variables) => data(await urql.mutation(document, variables)),
  async subscribe(document, variables, inbox) {
    const subscription = urql.subscription(document, variables).subscribe((result) => inbox.put(data(result)));
    return () => subscription.unsubscribe();
  },
  refusal: async (document, variables) => code((await urql.query(document, variables)).error),
});

const ANY = "{ contentAnalytics(contentId: \"any\") { revision } }";
const closed = await new Promise((resolve) => {
  const stranger = connect(given.wrongToken, {
    retryAttempts: 0,
    on: { closed: ({ code, reason }) => resolve({ code, reason }) },
  });
  stranger.subscription(`subscription ${ANY}`, {}).subscribe(() => {});
});
const overHttp = code((await connect(given.wrongToken).query(ANY, {})).error);

finish({ ...seen, closed, overHttp });
