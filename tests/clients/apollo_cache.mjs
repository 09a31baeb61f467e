// Apollo Client without type policies: what its cache makes of pushes.

import { ApolloClient, ApolloLink, HttpLink, InMemoryCache, gql } from "@apollo/client";
import { GraphQLWsLink } from "@apollo/client/link/subscriptions";
import { OperationTypeNode } from "graphql";
import { createClient } from "graphql-ws";

import { LIVE, WATCHED, counting, follow } from "./caching.mjs";
import { finish, given } from "./operations.mjs";

const authorization = `Bearer ${given.token}`;
const { requests, send } = counting();
const socket = createClient({ url: given.wsUrl, connectionParams: { authorization } });
const apollo = new ApolloClient({
  cache: new InMemoryCache(),
  link: ApolloLink.split(
    ({ operationType }) => operationType === OperationTypeNode.SUBSCRIPTION,
    new GraphQLWsLink(socket),
    new HttpLink({ uri: given.url, headers: { authorization }, fetch: send }),
  ),
});

const facts = await follow({
  watch(variables, see) {
    apollo.watchQuery({ query: gql(WATCHED), variables }).subscribe(({ data }) => {
      if (data) see(data.contentAnalytics);
    });
  },
  subscribe(variables, see) {
    apollo.subscribe({ query: gql(LIVE), variables }).subscribe(({ data }) => see(data.contentAnalytics));
  },
  async entries() {
    return Object.values(apollo.cache.extract()).reduce((sum, entity) => sum + Object.keys(entity).length, 0);
  },
});

finish({ ...facts, requests: requests.length });
