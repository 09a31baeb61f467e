// Relay: what its store makes of pushes, and a fragment with arguments that is refetched through `node`.

import { createRequire } from "node:module";

import { createClient } from "graphql-ws";
import relay from "relay-runtime";

import { EVER, counting, follow } from "./caching.mjs";
import { finish, given } from "./operations.mjs";

const { Environment, Network, Observable, RecordSource, Store } = relay;
const compiled = createRequire(`${given.compiled}/`);
const [WATCHED, LIVE, CONTENT, FRAGMENT] = ["cachesQuery", "cachesSubscription", "cachesContentQuery", "caches_content"].map(
  (name) => compiled(`./${name}.graphql.js`),
);

const authorization = `Bearer ${given.token}`;
const { requests, send } = counting();
const socket = createClient({ url: given.wsUrl, connectionParams: { authorization } });
const store = new Store(new RecordSource());
const environment = new Environment({
  store,
  network: Network.create(
    async ({ text }, variables) => {
      const headers = { "content-type": "application/json", authorization };
      const answer = await send(given.url, { method: "POST", headers, body: JSON.stringify({ query: text, variables }) });
      return answer.json();
    },
    ({ text }, variables) => Observable.create((sink) => socket.subscribe({ query: text, variables }, sink)),
  ),
});

const operationOf = (query, variables) => relay.createOperationDescriptor(relay.getRequest(query), variables);

/** Fetches a query, keeps its data and returns what the store has of it. */
async function load(query, variables) {
  const operation = operationOf(query, variables);
  environment.retain(operation);
  await relay.fetchQuery(environment, query, variables).toPromise();
  return environment.lookup(operation.fragment);
}

const facts = await follow({
  async watch(variables, see) {
    const snapshot = await load(WATCHED, variables);
    see(snapshot.data.contentAnalytics);
    environment.subscribe(snapshot, ({ data }) => see(data.contentAnalytics));
  },
  subscribe(variables, see) {
    relay.requestSubscription(environment, {
      subscription: LIVE,
      variables,
      onNext: ({ contentAnalytics }) => see(contentAnalytics),
    });
  },
  async entries() {
    store.__gc(); // until then, each push leaves a root of its own
    const records = Object.values(store.getSource().toJSON()).filter(Boolean);
    return records.reduce((sum, record) => sum + Object.keys(record).length, 0);
  },
});
const watching = requests.length;

/** What a fragment shows of an object, and the variables that a refetch of it sends besides the new arguments. */
function shown(fragment, object) {
  const { data } = environment.lookup(relay.getSingularSelector(fragment, object));
  return data;
}

const { content } = (await load(CONTENT, { contentId: given.contentId })).data;
const before = shown(FRAGMENT, content);
const { refetchableRequest, identifierInfo } = relay.getRefetchMetadata(FRAGMENT, "relay_cache");
const identifier = relay.getSingularSelector(FRAGMENT, content).dataID;
const variables = { [identifierInfo.identifierQueryVariableName]: identifier, range: EVER.range };
const { node } = (await load(refetchableRequest, variables)).data;
const after = shown(FRAGMENT, node);

finish({ ...facts, requests: watching, refetched: { before, after, identifier } });
