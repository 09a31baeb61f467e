import { createTracker } from "@viewpulse/core";
import { createLive } from "@viewpulse/live";
import { ViewpulseProvider } from "@viewpulse/react";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";

import { Numbers } from "./Numbers";
import { Player } from "./Player";
import "./style.css";

/** Settings of the address; the token is behind the `#`, so that it reaches no server's log. */
const given = new URLSearchParams(location.search);
const token = new URLSearchParams(location.hash.slice(1)).get("token");
const server = given.get("server") ?? "http://127.0.0.1:8000";
const content = { contentId: given.get("content") ?? "example-clip", creatorId: given.get("creator") ?? "creator-1" };

const tracker = createTracker({
  url: `${server}/v1/in`,
  writeKey: given.get("key") ?? "",
  context: { device: { type: "DESKTOP", platform: "WEB" } },
});
const live = createLive({ url: `${server}/graphql`, token: () => token });

createRoot(document.querySelector("#root")!).render(
  <StrictMode>
    <ViewpulseProvider tracker={tracker} live={live}>
      <Player {...content} />
      <Numbers {...content} />
    </ViewpulseProvider>
  </StrictMode>,
);
