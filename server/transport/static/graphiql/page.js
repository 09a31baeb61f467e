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

// graphiql parses the document anyway and hands it over: no second parser here.
function isSubscription(request, documentAST) {
  const operations = (documentAST?.definitions ?? []).filter((node) => node.kind === "OperationDefinition");
  const meant = operations.find((node) => node.name?.value === request.operationName) ?? operations[0];
  return meant?.operation === "subscription";
}

function fetcher(request, options) {
  const { headers, documentAST } = options ?? {};
  return isSubscription(request, documentAST) ? overWebSocket(request, headers) : overHttp(request, headers);
}

// `/graphql#writeKey=…&token=…` fills the credentials in; a fragment is never sent to a server.
function credentials(tabs) {
  const given = new URLSearchParams(window.location.hash.slice(1));
  const known = [
    ["paste the write key", given.get("writeKey")],
    ["paste a token", given.get("token")],
  ].filter(([, value]) => value);
  if (known.length === 0) return tabs;
  history.replaceState(null, "", window.location.pathname + window.location.search);
  const kept = localStorage.getItem("graphiql:tabState") ?? "";
  if (!known.every(([, value]) => kept.includes(value))) localStorage.removeItem("graphiql:tabState");
  const filled = (headers) => known.reduce((text, [blank, value]) => text.replace(blank, () => value), headers);
  return tabs.map((tab) => ({ ...tab, headers: filled(tab.headers) }));
}

async function start() {
  const tabs = credentials(await (await fetch("/graphiql/tabs.json")).json());
  ReactDOM.createRoot(document.getElementById("graphiql")).render(
    React.createElement(GraphiQL, {
      fetcher,
      defaultTabs: tabs,
      defaultEditorToolsVisibility: "headers",
      shouldPersistHeaders: true,
    }),
  );
}

start();
