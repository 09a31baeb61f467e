// Apollo Client and urql with automatic persisted queries: what each asks for, and the requests it makes for that.

import { createHash } from "node:crypto";

import { ApolloClient, HttpLink, InMemoryCache, gql } from "@apollo/client";
import { PersistedQueryLink } from "@apollo/client/link/persisted-queries";
import { Client, fetchExchange } from "@urql/core";
import { persistedExchange } from "@urql/exchange-persisted";

import { ANALYTICS, TRACK, finish, given, view } from "./operations.mjs";

const headers = { authorization: `Bearer ${given.token}`, "x-viewpulse-key": given.writeKey };
const sha256 = (text) => createHash("sha256").update(text).digest("hex");
const AGAIN = ANALYTICS.replace("revision", "revision asOf");

/** A fetch that notes of each request whether it holds the document or only its hash. */
function noting(requests) {
  return async (address, options) => {
    const { query } = options.body ? JSON.parse(options.body) : Object.fromEntries(new URL(address).searchParams);
    const response = await fetch(address, options);
    requests.push([options.method, query ? "document" : "hash", response.status]);
    return response;
  };
}

async function withApollo(useGETForHashedQueries) {
  const requests = [];
  const client = new ApolloClient({
    cache: new InMemoryCache(),
    link: new PersistedQueryLink({ sha256, useGETForHashedQueries }).concat(
      new HttpLink({ uri: given.url, headers, fetch: noting(requests) }),
    ),
  });
  const variables = { contentId: given.contentId };
  const first = await client.query({ query: gql(ANALYTICS), variables });
  const second = await client.query({ query: gql(AGAIN), variables });
  return { requests, first: first.data.contentAnalytics, second: second.data.contentAnalytics };
}

async function withUrql(preferGetForPersistedQueries) {
  const requests = [];
  const client = new Client({
    url: given.url,
    exchanges: [persistedExchange({ preferGetForPersistedQueries, enableForMutation: true }), fetchExchange],
    fetchOptions: { headers },
    fetch: noting(requests),
    preferGetMethod: false,
  });
  const variables = { contentId: given.contentId };
  const first = await client.query(ANALYTICS, variables).toPromise();
  const second = await client.query(AGAIN, variables).toPromise();
  const tracked = await client.mutation(TRACK, { event: view(1) }).toPromise();
  if (first.error ?? second.error ?? tracked.error) throw first.error ?? second.error ?? tracked.error;
  return {
    requests,
    first: first.data.contentAnalytics,
    second: second.data.contentAnalytics,
    tracked: tracked.data.trackEvent.accepted,
  };
}

finish({
  apollo: await withApollo(false),
  apolloGet: await withApollo(true),
  urql: await withUrql(false),
  urqlGet: await withUrql("force"),
});
