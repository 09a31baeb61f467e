// Live numbers of one content over a plain WebSocket (graphql-transport-ws), without any client library.

const LIVE = `subscription Live($contentId: ID!, $afterRevision: Long) {
  contentAnalytics(contentId: $contentId, afterRevision: $afterRevision) {
    asOf
    revision
    views { total unique }
    watchTime { total average }
    completion { full over75 over50 over25 under25 weightedRate }
    engagement { likes saves shares }
  }
}`;

/**
 * Calls `onValue(analytics)` with the newest numbers; reconnects with `afterRevision: revision` after a lost connection. An
 * answer with errors lacks a part, so it is not resumed from.
 *
 * `onState` receives "connecting", "live", "waiting" (for the next attempt) or the reason of a refusal.
 */
export function subscribe({ endpoint, token, contentId, onValue, onState = () => {} }) {
  const url = endpoint.replace(/^http/, "ws");
  let afterRevision = null;
  let attempt = 0;

  const connect = () => {
    onState("connecting");
    const socket = new WebSocket(url, "graphql-transport-ws");
    const send = (message) => socket.readyState === WebSocket.OPEN && socket.send(JSON.stringify(message));
    const ask = () => send({ id: "live", type: "subscribe", payload: { query: LIVE, variables: { contentId, afterRevision } } });
    socket.onopen = () => send({ type: "connection_init", payload: { authorization: `Bearer ${token}` } });
    socket.onmessage = ({ data }) => {
      const { type, payload } = JSON.parse(data);
      if (type === "connection_ack") {
        ask();
      } else if (type === "ping") {
        send({ type: "pong" });
      } else if (type === "next" && payload.data?.contentAnalytics) {
        attempt = 0;
        onState("live");
        afterRevision = payload.errors ? null : payload.data.contentAnalytics.revision;
        onValue(payload.data.contentAnalytics);
      } else if (type === "error") {
        const [error] = payload;
        onState(`${error.extensions?.code ?? "error"}: ${error.message}`);
        setTimeout(ask, 2000); // a creator can read a content after the first event that names both
      }
    };
    socket.onclose = ({ code, reason }) => {
      // 4419 is an expired token. An app that can get a new one would do so here, and connect again.
      if ([4401, 4403, 4419].includes(code)) return onState(`${code}: ${reason || "the server refused the token"}`);
      onState("waiting");
      setTimeout(connect, Math.min(10_000, 250 * 2 ** attempt++) * (0.5 + Math.random() / 2));
    };
  };
  connect();
}
