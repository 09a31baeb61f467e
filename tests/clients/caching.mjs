// What every client with a normalized cache is asked to show: a watched query follows the pushes of its subscription, another
// range of the same content does not, and the cache does not grow. Only the client differs.

import { Inbox, TRACK, given, view } from "./operations.mjs";

export const VIEWS = 5;
export const EVER = { contentId: given.contentId, range: null };
export const WEEK = { contentId: given.contentId, range: { last: "7d" } };

/** Query and subscription select the same, with the id; the visitor is the content's creator. */
export const WATCHED = /* GraphQL */ `
  query Watched($contentId: ID!, $range: RangeInput) {
    contentAnalytics(contentId: $contentId, range: $range, include: { selfViews: true }) {
      id
      revision
      views { total unique }
      watchTime { total }
    }
  }
`;
export const LIVE = WATCHED.replace("query", "subscription");

/** A fetch that counts what it sent; the address and credentials are those of the server. */
export function counting() {
  const requests = [];
  async function send(address, options) {
    requests.push(options.method);
    return fetch(address, options);
  }
  return { requests, send };
}

/** Sends a view of the content, without the client. */
async function track() {
  const body = JSON.stringify({ query: TRACK, variables: { event: view(1) } });
  const headers = { "content-type": "application/json", "x-viewpulse-key": given.writeKey };
  const authorization = `Bearer ${given.token}`;
  await fetch(given.url, { method: "POST", headers: { ...headers, authorization }, body });
}

/**
 * Watches the content in two ranges, subscribes to one of them, and tracks views until the watched query shows them all.
 *
 * `client` has `watch(variables, see)`, which calls `see` with the analytics whenever the cache has others;
 * `subscribe(variables, see)`; and `entries()`, the number of values in its cache. Nothing else updates its cache.
 */
export async function follow(client) {
  const ever = new Inbox();
  const week = [];
  const pushes = [];
  const entries = [];
  const first = new Promise((resolve) => {
    client.watch(WEEK, (value) => {
      week.push(value);
      resolve();
    });
  });
  client.watch(EVER, (value) => ever.put(value));
  const seen = [await ever.take()];
  await first;
  const subscribed = new Inbox();
  client.subscribe(EVER, (value) => {
    pushes.push(value);
    subscribed.put(value);
  });
  await subscribed.take();
  for (let number = 1; number <= VIEWS; number += 1) {
    await track();
    while (seen.at(-1).views.total < number) seen.push(await ever.take());
    entries.push(await client.entries());
  }
  return { ever: seen, week: [...week], pushes, entries };
}
