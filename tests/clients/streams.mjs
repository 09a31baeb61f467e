// Subscriptions as streams of events: with graphql-sse alone, through it with Apollo Client and urql, and with urql alone.

import { ApolloClient, ApolloLink, CombinedGraphQLErrors, HttpLink, InMemoryCache, gql } from "@apollo/client";
import { Client, cacheExchange, fetchExchange, subscriptionExchange } from "@urql/core";
import { OperationTypeNode, print } from "graphql";
import { createClient } from "graphql-sse";
import { Observable } from "rxjs";

import { finish, given, visit } from "./operations.mjs";

const headersOf = (token) => ({ authorization: `Bearer ${token}`, "x-viewpulse-key": given.writeKey });
const streamsOf = (token) => createClient({ url: given.url, headers: headersOf(token), retryAttempts: 0 });

/** graphql-sse: everything is a stream, also what has one answer. */
function withGraphqlSse(token) {
  const streams = streamsOf(token);
  const once = (query, variables) =>
    new Promise((resolve, reject) => {
      let answer;
      streams.subscribe({ query, variables }, {
        next: (result) => (answer = result),
        error: reject,
        complete: () => resolve(answer),
      });
    });
  const data = async (query, variables) => {
    const result = await once(query, variables);
    if (result.errors) throw new Error(JSON.stringify(result.errors));
    return result.data;
  };
  return {
    query: data,
    mutate: data,
    async subscribe(query, variables, inbox) {
      return streams.subscribe({ query, variables }, {
        next: (result) => inbox.put(result.data),
        error: (error) => inbox.put(Promise.reject(error)),
        complete() {},
      });
    },
    refusal: async (query, variables) => (await once(query, variables)).errors[0].extensions.code,
    wrong: (query) => once(query).then(() => null, (error) => error.response.status),
  };
}

/** Apollo Client: a link of a few lines. */
class StreamLink extends ApolloLink {
  #streams;

  constructor(streams) {
    super();
    this.#streams = streams;
  }

  request({ query, variables, operationName }) {
    const request = { query: print(query), variables, operationName };
    return new Observable((sink) =>
      this.#streams.subscribe(request, {
        next: (result) => sink.next(result),
        error: (error) => sink.error(error),
        complete: () => sink.complete(),
      }),
    );
  }
}

function withApollo(token) {
  const apollo = new ApolloClient({
    cache: new InMemoryCache(),
    link: ApolloLink.split(
      ({ operationType }) => operationType === OperationTypeNode.SUBSCRIPTION,
      new StreamLink(streamsOf(token)),
      new HttpLink({ uri: given.url, headers: headersOf(token) }),
    ),
    defaultOptions: { query: { fetchPolicy: "network-only" } },
  });
  const code = (error) => (CombinedGraphQLErrors.is(error) ? error.errors[0].extensions.code : String(error));
  return {
    query: async (document, variables) => (await apollo.query({ query: gql(document), variables })).data,
    mutate: async (document, variables) => (await apollo.mutate({ mutation: gql(document), variables })).data,
    async subscribe(document, variables, inbox) {
      const subscription = apollo.subscribe({ query: gql(document), variables }).subscribe({
        next: ({ data, error }) => (error ? inbox.put(Promise.reject(error)) : inbox.put(data)),
      });
      return () => subscription.unsubscribe();
    },
    refusal: (document, variables) =>
      new Promise((resolve) => {
        const watched = gql(document.replace("query", "subscription"));
        apollo.subscribe({ query: watched, variables }).subscribe({ next: ({ error }) => resolve(code(error)) });
      }),
    wrong: (document) =>
      new Promise((resolve) => {
        apollo.subscribe({ query: gql(document) }).subscribe({ next: ({ error }) => resolve(error.response.status) });
      }),
  };
}

/** urql: through graphql-sse, or with what it brings itself. */
function withUrql(token, alone) {
  const streams = streamsOf(token);
  const through = subscriptionExchange({
    forwardSubscription: ({ query, variables }) => ({
      subscribe: (sink) => ({ unsubscribe: streams.subscribe({ query, variables }, sink) }),
    }),
  });
  const urql = new Client({
    url: given.url,
    exchanges: alone ? [cacheExchange, fetchExchange] : [cacheExchange, fetchExchange, through],
    fetchSubscriptions: alone,
    fetchOptions: { headers: headersOf(token) },
    requestPolicy: "network-only",
  });
  const data = ({ data, error }) => {
    if (error) throw error;
    return data;
  };
  const first = (document, variables) =>
    new Promise((resolve) => {
      const subscription = urql.subscription(document, variables).subscribe((result) => {
        resolve(result.error);
        queueMicrotask(() => subscription.unsubscribe());
      });
    });
  return {
    query: async (document, variables) => data(await urql.query(document, variables)),
    mutate: async (document, variables) => data(await urql.mutation(document, variables)),
    async subscribe(document, variables, inbox) {
      const subscription = urql.subscription(document, variables).subscribe((result) => inbox.put(data(result)));
      return () => subscription.unsubscribe();
    },
    refusal: async (document, variables) =>
      (await first(document.replace("query", "subscription"), variables)).graphQLErrors[0].extensions.code,
    wrong: async (document) => {
      const error = await first(document, {});
      return error.response?.status ?? error.networkError.response.status;
    },
  };
}

const CLIENTS = {
  graphqlSse: withGraphqlSse,
  apolloSse: withApollo,
  urqlSse: (token) => withUrql(token, false),
  urqlAlone: (token) => withUrql(token, true),
};
const connect = CLIENTS[given.through];
const wrong = await connect(given.wrongToken).wrong("subscription { contentAnalytics(contentId: \"any\") { revision } }");
finish({ ...(await visit(connect(given.token))), wrong });
