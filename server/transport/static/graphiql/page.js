// Starts GraphiQL against /graphql: HTTP for queries and mutations, graphql-transport-ws for subscriptions.
"use strict";

const API = new URL("/graphql", window.location.href);

// The tabs that are open, as GraphiQL keeps them.
let openTabs = [];

// Whether a header has a value: the tabs come with empty values to fill in.
const isGiven = (value) => !/^(bearer)?$/i.test(String(value ?? "").trim());

// The headers in a tab; none while they are not valid JSON.
function headersOf(tab) {
  try {
    return Object.entries(JSON.parse(tab.headers || "{}"));
  } catch {
    return [];
  }
}

// A tab's headers; empty ones are taken from another tab, so that each has to be pasted only once.
function givenHeaders(headers) {
  const given = {};
  for (const [name, own] of Object.entries(headers ?? {})) {
    const elsewhere = openTabs.flatMap(headersOf).filter(([other]) => other.toLowerCase() === name.toLowerCase());
    const value = [own, ...elsewhere.map(([, value]) => value)].find(isGiven);
    if (value !== undefined) given[name] = value;
  }
  return given;
}

// The Headers editor feeds both ways: as headers over HTTP, as the connection_init payload over WebSocket.
function connectionParams(headers) {
  const params = {};
  for (const [name, value] of Object.entries(headers)) {
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

// Close codes after which a retry would fail again.
const isFinal = ({ code }) => code >= 4400 && code <= 4499;

function closed({ code, reason }) {
  const advice = [4401, 4403, 4419].includes(code) ? " - put a valid token or write key into Headers" : "";
  const error = new Error(`The socket was closed: ${code} ${reason.replace(/\.$/, "")}`.trimEnd() + advice);
  error.stack = undefined; // GraphiQL would show it
  return error;
}

// One socket per subscription: each tab has its own headers, which are read when the subscription starts.
function overWebSocket(request, headers) {
  const url = new URL(API);
  url.protocol = url.protocol.replace("http", "ws");
  const client = graphqlWs.createClient({
    url: url.href,
    connectionParams: connectionParams(headers),
    retryAttempts: 5,
    shouldRetry: (event) => event instanceof CloseEvent && !isFinal(event),
  });
  return {
    subscribe(sink) {
      const stop = client.subscribe(request, {
        next: (value) => sink.next(value),
        error: (reason) => sink.error(reason instanceof CloseEvent ? closed(reason) : reason),
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

// The operations of a document, by a scan of its text: what GraphiQL passes besides the text is outdated for a moment
// after a change of tab.
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
  if (request.operationName === "IntrospectionQuery") return overHttp(request, {}); // the schema is public here
  const operations = operationsOf(request.query);
  const meant = operations.find(({ name }) => name === request.operationName) ?? operations[0];
  const sent = operations.length === 1 ? { ...request, operationName: undefined } : request;
  const send = meant?.type === "subscription" ? overWebSocket : overHttp;
  return send(sent, givenHeaders(options?.headers));
}

// The headers that every tab starts with, to fill in.
const EMPTY_HEADERS = { "X-Viewpulse-Key": "", Authorization: "Bearer " };

// `/graphql#writeKey=…&token=…` fills the credentials in; a fragment is never sent to a server.
function linkedHeaders() {
  const given = new URLSearchParams(window.location.hash.slice(1));
  const headers = {};
  if (given.get("writeKey")) headers["X-Viewpulse-Key"] = given.get("writeKey");
  if (given.get("token")) headers.Authorization = `Bearer ${given.get("token")}`;
  if (Object.keys(headers).length === 0) return headers;
  history.replaceState(null, "", window.location.pathname + window.location.search);
  const kept = localStorage.getItem("graphiql:tabState") ?? "";
  if (!Object.values(headers).every((value) => kept.includes(value))) {
    for (const name of ["tabState", "query", "variables", "headers"]) localStorage.removeItem(`graphiql:${name}`);
  }
  return headers;
}

// The tabs of the last visit, which GraphiQL restores.
function keptTabs() {
  try {
    return JSON.parse(localStorage.getItem("graphiql:tabState")).tabs;
  } catch {
    return undefined;
  }
}

async function start() {
  const examples = await (await fetch("/graphiql/tabs.json")).json();
  const linked = linkedHeaders();
  openTabs = keptTabs() ?? examples;
  const headers = JSON.stringify({ ...EMPTY_HEADERS, ...givenHeaders(EMPTY_HEADERS), ...linked }, null, 2);
  const tabs = Object.keys(linked).length === 0 ? examples : examples.map((tab) => ({ ...tab, headers }));
  ReactDOM.createRoot(document.getElementById("graphiql")).render(
    React.createElement(GraphiQL, {
      fetcher,
      defaultTabs: tabs,
      defaultHeaders: headers, // of new tabs, and of what the first tab shows
      defaultEditorToolsVisibility: "headers",
      onTabChange: (state) => (openTabs = state.tabs),
      shouldPersistHeaders: true,
    }),
  );
}

start();
