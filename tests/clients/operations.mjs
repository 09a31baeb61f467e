// What every client is asked to do, and the visit they all make; only the client differs.

export const given = JSON.parse(process.argv[2]);

// The visitor is the content's creator, whose own views count only when asked for.
export const ANALYTICS = /* GraphQL */ `
  query Analytics($contentId: ID!) {
    contentAnalytics(contentId: $contentId, include: { selfViews: true }) {
      revision
      views { total unique }
      watchTime { total }
    }
  }
`;

export const LIVE = ANALYTICS.replace("query", "subscription");

export const TRACK = /* GraphQL */ `
  mutation Track($event: EventInput!) {
    trackEvent(event: $event) {
      results { status eventId }
      accepted
    }
  }
`;

export function view(seconds) {
  return {
    id: crypto.randomUUID(),
    type: "VIEW_START",
    contentId: given.contentId,
    creatorId: given.creatorId,
    sessionId: crypto.randomUUID(),
    occurredAt: new Date().toISOString(),
    viewData: { watchTime: seconds },
  };
}

/** Hands out what a subscription sends, one by one, however the client delivers it. */
export class Inbox {
  #values = [];
  #takers = [];

  put(value) {
    const taker = this.#takers.shift();
    if (taker) taker(value);
    else this.#values.push(value);
  }

  take() {
    return this.#values.length ? Promise.resolve(this.#values.shift()) : new Promise((taker) => this.#takers.push(taker));
  }
}

/**
 * Subscribes, tracks two views after the snapshot, waits until both are seen live, then asks once more.
 *
 * `client` has `query(document, variables)`, `mutate(document, variables)` and `subscribe(document, variables, inbox)`,
 * all giving the `data`, and `refusal(document, variables)` giving the code of the error.
 */
export async function visit(client) {
  const variables = { contentId: given.contentId };
  const inbox = new Inbox();
  const stop = await client.subscribe(LIVE, variables, inbox);
  const snapshot = (await inbox.take()).contentAnalytics;

  const event = view(1.5);
  const tracked = (await client.mutate(TRACK, { event })).trackEvent;
  const again = (await client.mutate(TRACK, { event })).trackEvent;
  await client.mutate(TRACK, { event: view(2.25) });

  const seen = [snapshot];
  while (seen.at(-1).views.total < 2) seen.push((await inbox.take()).contentAnalytics);
  await stop();
  return {
    snapshot,
    tracked: { ...tracked, echoed: tracked.results[0].eventId === event.id },
    again,
    seen,
    asked: (await client.query(ANALYTICS, variables)).contentAnalytics,
    refused: await client.refusal(ANALYTICS, { contentId: given.foreignContentId }),
  };
}

/** Prints what a client saw and ends, whatever sockets it still holds. */
export function finish(facts) {
  process.stdout.write(`${JSON.stringify(facts)}\n`, () => process.exit(0));
}
