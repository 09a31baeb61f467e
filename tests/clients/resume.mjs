// One subscription over many connections, by the line that docs/api.md gives for each client.

import { createInterface } from "node:readline";

import { ApolloClient, ApolloLink, InMemoryCache, gql } from "@apollo/client";
import { GraphQLWsLink } from "@apollo/client/link/subscriptions";
import { createClient } from "graphql-ws";
import { tap } from "rxjs";
import WebSocket from "ws";

import { given } from "./operations.mjs";

const LIVE = `subscription Live($contentId: ID!, $every: Duration, $afterRevision: Long) {
  contentAnalytics(contentId: $contentId, every: $every, afterRevision: $afterRevision) { revision views { total } }
}`;

const say = (step, facts = {}) => console.log(JSON.stringify({ step, ...facts }));
const shown = ({ revision, views }) => say("next", { revision, total: views.total });

const socket = createClient({
  url: given.wsUrl,
  webSocketImpl: WebSocket,
  connectionParams: () => ({ authorization: `Bearer ${given.token}` }),
  retryAttempts: Infinity,
  retryWait: () => new Promise((done) => setTimeout(done, 20)),
  shouldRetry: (event) => event.code !== 4403,
  on: { connected: () => say("connected") },
});
const variables = { contentId: given.contentId, every: given.every };

const clients = {
  async graphql_ws() {
    for await (const { data } of socket.iterate({ query: LIVE, variables })) {
      variables.afterRevision = data.contentAnalytics.revision;
      shown(data.contentAnalytics);
    }
  },
  apollo() {
    const resume = new ApolloLink((operation, forward) => {
      const sent = (operation.variables = { ...operation.variables });
      return forward(operation).pipe(tap(({ data }) => data && (sent.afterRevision = Object.values(data)[0]?.revision)));
    });
    const cache = new InMemoryCache();
    const apollo = new ApolloClient({ cache, link: resume.concat(new GraphQLWsLink(socket)) });
    apollo.subscribe({ query: gql(LIVE), variables }).subscribe(({ data }) => {
      shown(data.contentAnalytics);
      const { __typename, ...kept } = cache.extract().ROOT_SUBSCRIPTION;
      if (Object.keys(kept).length !== 1) say("leak", kept);
    });
  },
};

createInterface({ input: process.stdin }).on("close", () => process.exit(0));
await clients[given.client]();
