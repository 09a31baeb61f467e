// Two components with one question, in StrictMode, as an app of React writes them.

import { createLive } from "@viewpulse/live";
import { ContentAnalyticsDocument, ContentAnalyticsLiveDocument } from "@viewpulse/live/documents";
import { useLive, ViewpulseProvider } from "@viewpulse/react";
import { StrictMode, useEffect, version } from "react";
import { createRoot } from "react-dom/client";

const given = Object.fromEntries(new URLSearchParams(location.hash.slice(1)));
const live = createLive({ url: given.url, token: () => given.token });
const variables = { contentId: given.contentId };

function Total() {
  const { data, status, asOf } = useLive(ContentAnalyticsLiveDocument, { contentId: given.contentId });
  const { revision, asOf: _, ...answer } = data?.contentAnalytics ?? {};
  useEffect(() => {
    if (data) window.say("data", { revision, total: answer.views.total, answer });
  }, [data]);
  useEffect(() => {
    window.say("state", { status, asOf });
  }, [status, asOf]);
  return <b id="total">{answer.views?.total}</b>;
}

function Status() {
  const { status } = useLive(ContentAnalyticsLiveDocument, { contentId: given.contentId });
  return <i id="status">{status}</i>;
}

const root = createRoot(document.body.appendChild(document.createElement("main")));
window.query = async () => {
  const { contentAnalytics } = await live.query(ContentAnalyticsDocument, variables);
  const { revision, asOf, ...answer } = contentAnalytics;
  window.say("answer", { revision, total: answer.views.total, answer });
};
window.unmount = () => root.unmount();
window.say("version", { version });
root.render(
  <StrictMode>
    <ViewpulseProvider live={live}>
      <Total />
      <Status />
    </ViewpulseProvider>
  </StrictMode>,
);
