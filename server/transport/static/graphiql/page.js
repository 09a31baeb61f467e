// Starts GraphiQL against /graphql: HTTP for queries and mutations, graphql-transport-ws for subscriptions.
"use strict";

const API = new URL("/graphql", window.location.href);

// The Headers editor feeds both ways: as headers over HTTP, as the connection_init payload over WebSocket.
function connectionParams(headers) {
  const params = {};
  for (const [name, value] of Object.entries(headers ?? {})) {
    if (name.toLowerCase() === "authorization") params.authorization = value;
    if (name.toLowerCase() === "x-viewpulse-key") params.writeKey = value;
  }
  return params;
}

async function overHttp(request, headers) {
  const response = await fetch(API, {
    method: "POST",
    headers: {
      "Content-Type": "application/json",
      Accept: "application/graphql-response+json, application/json;q=0.9",
      ...headers,
    },
    body: JSON.stringify(request),
  });
  return response.json();
}

// A socket per subscription: each tab has headers of its own, and they are read when it starts.
function overWebSocket(request, headers) {
  const url = new URL(API);
  url.protocol = url.protocol.replace("http", "ws");
  const client = graphqlWs.createClient({ url: url.href, connectionParams: connectionParams(headers), retryAttempts: 5 });
  return {
    subscribe(sink) {
      const stop = client.subscribe(request, {
        next: (value) => sink.next(value),
        error: (reason) => sink.error(reason instanceof CloseEvent ? new Error(reason.reason || `closed: ${reason.code}`) : reason),
        complete: () => sink.complete(),
      });
      return {
        unsubscribe() {
          stop();
          client.dispose();
        },
      };
    },
  };
}

// The operations of a document, by a scan: what GraphiQL hands over beside the text lags behind it for a moment after
// a change of tab.
function operationsOf(query) {
  const bare = query.replace(/"""[^]*?"""|"(?:\\.|[^"\\])*"|#.*/g, " ");
  let depth = 0;
  let top = "";
  for (const sign of bare) {
    if (")}".includes(sign)) depth -= 1;
    else if (depth === 0) top += sign;
    if ("({".includes(sign)) depth += 1;
  }
  const words = top.matchAll(/(\bquery\b|\bmutation\b|\bsubscription\b|\bfragment\b)\s*(\w*)[^{]*\{|\{/g);
  return [...words].map(([, type = "query", name = ""]) => ({ type, name })).filter(({ type }) => type !== "fragment");
}

function fetcher(request, options) {
  const operations = operationsOf(request.query);
  const meant = operations.find(({ name }) => name === request.operationName) ?? operations[0];
  const sent = operations.length === 1 ? { ...request, operationName: undefined } : request;
  const send = meant?.type === "subscription" ? overWebSocket : overHttp;
  return send(sent, options?.headers);
}

// `/graphql#writeKey=…&token=…` fills the credentials in; a fragment is never sent to a server.
function withCredentials(tabs) {
  const given = new URLSearchParams(window.location.hash.slice(1));
  const headers = {};
  if (given.get("writeKey")) headers["X-Viewpulse-Key"] = given.get("writeKey");
  if (given.get("token")) headers.Authorization = `Bearer ${given.get("token")}`;
  if (Object.keys(headers).length === 0) return tabs;
  history.replaceState(null, "", window.location.pathname + window.location.search);
  const kept = localStorage.getItem("graphiql:tabState") ?? "";
  if (!Object.values(headers).every((value) => kept.includes(value))) {
    for (const name of ["tabState", "query", "variables", "headers"]) localStorage.removeItem(`graphiql:${name}`);
  }
  return tabs.map((tab) => ({ ...tab, headers: JSON.stringify(headers, null, 2) }));
}

async function start() {
  const tabs = withCredentials(await (await fetch("/graphiql/tabs.json")).json());
  ReactDOM.createRoot(document.getElementById("graphiql")).render(
    React.createElement(GraphiQL, {
      fetcher,
      defaultTabs: tabs,
      defaultHeaders: tabs[0].headers,
      defaultEditorToolsVisibility: "headers",
      shouldPersistHeaders: true,
    }),
  );
}

start();
