// Apollo Client and urql with persisted documents: what each asks for, and the requests it makes for that.

import { createHash } from "node:crypto";

import { ApolloClient, HttpLink, InMemoryCache, gql } from "@apollo/client";
import { PersistedQueryLink } from "@apollo/client/link/persisted-queries";
import { Client, fetchExchange } from "@urql/core";
import { persistedExchange } from "@urql/exchange-persisted";

import { ANALYTICS, TRACK, finish, given, view } from "./operations.mjs";

const headers = { authorization: `Bearer ${given.token}`, "x-viewpulse-key": given.writeKey };
const sha256 = (text) => createHash("sha256").update(text).digest("hex");

/** A document that no other client has sent. */
const own = (client) => ANALYTICS.replace("Analytics(", `Analytics${client}(`);

/** A fetch that notes of each request whether it holds the document or only its name. */
function noting(requests) {
  return async (address, options) => {
    const { query } = options.body ? JSON.parse(options.body) : Object.fromEntries(new URL(address).searchParams);
    const response = await fetch(address, options);
    requests.push([options.method, query ? "document" : "name", response.status]);
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
  const query = gql(own(useGETForHashedQueries ? "ApolloGet" : "Apollo"));
  const asked = { query, variables: { contentId: given.contentId }, fetchPolicy: "network-only" };
  const first = await client.query(asked);
  const second = await client.query(asked);
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
    requestPolicy: "network-only",
  });
  const variables = { contentId: given.contentId };
  const query = own(preferGetForPersistedQueries ? "UrqlGet" : "Urql");
  const first = await client.query(query, variables).toPromise();
  const second = await client.query(query, variables).toPromise();
  const asked = requests.length;
  const tracked = await client.mutation(TRACK, { event: view(1) }).toPromise();
  if (first.error ?? second.error ?? tracked.error) throw first.error ?? second.error ?? tracked.error;
  return {
    requests: requests.slice(0, asked),
    first: first.data.contentAnalytics,
    second: second.data.contentAnalytics,
    tracked: tracked.data.trackEvent.accepted,
  };
}

/** urql sends the id of a document that a build has taken out of the code. */
async function withIds() {
  const requests = [];
  const client = new Client({
    url: given.url,
    exchanges: [fetchExchange],
    fetchOptions: { headers },
    fetch: noting(requests),
    preferGetMethod: false,
  });
  const document = { kind: "Document", definitions: [], documentId: given.documentId };
  process.env.NODE_ENV = "production"; // in development urql expects the document
  const { data, error } = await client.query(document, {}).toPromise();
  if (error) throw error;
  return { requests, definitions: data.definitions.length };
}

finish({
  apollo: await withApollo(false),
  apolloGet: await withApollo(true),
  urql: await withUrql(false),
  urqlGet: await withUrql("force"),
  ids: await withIds(),
});
