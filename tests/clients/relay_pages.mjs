// Relay: a connection that is shown from its middle on, and grows in both directions.

import { createRequire } from "node:module";

import relay from "relay-runtime";

import { finish, given } from "./operations.mjs";

const { Environment, Network, RecordSource, Store } = relay;
const compiled = createRequire(`${given.compiled}/`);
const [PAGE, MORE, FRAGMENT] = ["pagesQuery", "pagesRefetchQuery", "pages_contents"].map((name) =>
  compiled(`./${name}.graphql.js`),
);
const WHOLE = /* GraphQL */ `
  query Whole($creatorId: ID!) {
    creatorContents(creatorId: $creatorId, first: 100) { totalCount edges { cursor node { contentId } } }
  }
`;
const { creatorId } = given;

async function ask(query, variables) {
  const headers = { "content-type": "application/json", authorization: `Bearer ${given.token}` };
  const answer = await fetch(given.url, { method: "POST", headers, body: JSON.stringify({ query, variables }) });
  return answer.json();
}

const environment = new Environment({
  store: new Store(new RecordSource()),
  network: Network.create(({ text }, variables) => ask(text, variables)),
});

const { totalCount, edges } = (await ask(WHOLE, { creatorId })).data.creatorContents;
const variables = { creatorId, first: 2, after: edges[1].cursor };
const operation = relay.createOperationDescriptor(relay.getRequest(PAGE), variables);
environment.retain(operation);
await relay.fetchQuery(environment, PAGE, variables).toPromise();
const selector = relay.getSingularSelector(FRAGMENT, environment.lookup(operation.fragment).data);

/** What the fragment shows now. */
function shown() {
  const { edges, pageInfo } = environment.lookup(selector).data.creatorContents;
  return { contents: edges.map(({ node }) => node.contentId), pageInfo };
}

/** What it shows after a page more, asked for with nulls for the other direction, as usePaginationFragment does. */
async function load(page) {
  const none = { first: null, after: null, last: null, before: null };
  await relay.fetchQuery(environment, MORE, { creatorId, ...none, ...page }).toPromise();
  return shown();
}

const middle = shown();
const next = await load({ first: 1, after: middle.pageInfo.endCursor });
const previous = await load({ last: 5, before: next.pageInfo.startCursor });
finish({ totalCount, whole: edges.map(({ node }) => node.contentId), middle, next, previous });
