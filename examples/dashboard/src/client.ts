// Apollo Client over one WebSocket, for queries and subscriptions. No type policies: answers have ids.

import { ApolloClient, ApolloLink, InMemoryCache } from "@apollo/client";
import { GraphQLWsLink } from "@apollo/client/link/subscriptions";
import { createClient } from "graphql-ws";
import { tap } from "rxjs";

export type SocketState = "connecting" | "live" | "waiting" | "refused";

const REFUSED = [4400, 4403, 4419]; // 4419, an expired token: an app that can get another one does not sign out

/**
 * A client with an empty cache: ids of answers name no user, so each sign-in has a cache of its own.
 *
 * `onState` receives the state of the socket, and the reason when the server refuses it.
 */
export function connect(url: string, token: string, onState: (state: SocketState, reason?: string) => void) {
  const socket = createClient({
    url,
    connectionParams: () => ({ authorization: `Bearer ${token}` }),
    retryAttempts: Infinity,
    shouldRetry: (event) => !isRefusal(event),
    on: {
      connecting: () => onState("connecting"),
      connected: () => onState("live"),
      closed: (event) => (isRefusal(event) ? onState("refused", event.reason) : onState("waiting")),
    },
  });
  const apollo = new ApolloClient({ cache: new InMemoryCache(), link: resume.concat(new GraphQLWsLink(socket)) });
  return {
    apollo,
    close() {
      apollo.stop();
      void socket.dispose();
    },
  };
}

/** After a lost connection, asks for what is newer than the last answer; in a copy, so that the cache keeps one entry. */
const resume = new ApolloLink((operation, forward) => {
  const sent: Record<string, unknown> = { ...operation.variables };
  operation.variables = sent;
  return forward(operation).pipe(
    tap(({ data, errors }) => {
      if (data && operation.operationType === "subscription") sent.afterRevision = errors ? null : revisionOf(data);
    }),
  );
});

/** The revision of the only root field. */
function revisionOf(data: Record<string, unknown>) {
  const [answer] = Object.values(data) as ({ revision: number } | null)[];
  return answer?.revision ?? null;
}

function isRefusal(event: unknown): event is CloseEvent {
  return event instanceof CloseEvent && REFUSED.includes(event.code);
}
