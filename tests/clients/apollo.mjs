// Apollo Client: HTTP for queries and mutations, GraphQLWsLink for subscriptions; its cache asks for __typename.

import { ApolloClient, ApolloLink, CombinedGraphQLErrors, HttpLink, InMemoryCache, gql } from "@apollo/client";
import { GraphQLWsLink } from "@apollo/client/link/subscriptions";
import { OperationTypeNode } from "graphql";
import { createClient } from "graphql-ws";

import { finish, given, visit } from "./operations.mjs";

function connect(token, socketOptions = {}) {
  const authorization = `Bearer ${token}`;
  const http = new HttpLink({ uri: given.url, headers: { authorization, "x-viewpulse-key": given.writeKey } });
  const socket = createClient({ url: given.wsUrl, connectionParams: { authorization }, ...socketOptions });
  return new ApolloClient({
    cache: new InMemoryCache(),
    link: ApolloLink.split(
      ({ operationType }) => operationType === OperationTypeNode.SUBSCRIPTION,
      new GraphQLWsLink(socket),
      http,
    ),
    defaultOptions: { query: { fetchPolicy: "network-only" } },
  });
}

const apollo = connect(given.token);
const code = (error) => (CombinedGraphQLErrors.is(error) ? error.errors[0].extensions.code : String(error));

const seen = await visit({
  query: async (document, variables) => (await apollo.query({ query: gql(document), variables })).data,
  mutate: async (document, variables) => (await apollo.mutate({ mutation: gql(document), variables })).data,
  async subscribe(document, variables, inbox) {
    const subscription = apollo.subscribe({ query: gql(document), variables }).subscribe({
      next: ({ data, error }) => (error ? inbox.put(Promise.reject(error)) : inbox.put(data)),
    });
    return () => subscription.unsubscribe();
  },
  refusal: (document, variables) => apollo.query({ query: gql(document), variables }).then(() => null, code),
});

const closed = await new Promise((resolve) => {
  const stranger = connect(given.wrongToken, {
    retryAttempts: 0,
    on: { closed: ({ code, reason }) => resolve({ code, reason }) },
  });
  stranger.subscribe({ query: gql("subscription { contentAnalytics(contentId: \"any\") { revision } }") }).subscribe({});
});
const overHttp = await connect(given.wrongToken)
  .query({ query: gql("{ contentAnalytics(contentId: \"any\") { revision } }") })
  .then(() => null, code);

finish({ ...seen, closed, overHttp, cached: Object.keys(apollo.cache.extract().ROOT_QUERY) });
