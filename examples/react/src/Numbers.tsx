import { ContentAnalyticsLiveDocument, RealtimeLiveDocument } from "@viewpulse/live/documents";
import { useLive } from "@viewpulse/react";

/** The views of a content and those of each minute, live. */
export function Numbers({ contentId }: { contentId: string }) {
  const total = useLive(ContentAnalyticsLiveDocument, { contentId });
  const minutes = useLive(RealtimeLiveDocument, { of: { contentId }, minutes: 30, every: "2s" });
  const views = total.data?.contentAnalytics?.views.total;
  const points = minutes.data?.realtime?.points ?? [];
  const most = Math.max(1, ...points.map((point) => point.views ?? 0));
  return (
    <section data-status={total.status}>
      <h1>
        <output>{views ?? "–"}</output> views
      </h1>
      <p>
        {total.status === "stale" ? `As of ${new Date(total.asOf!).toLocaleTimeString()}.` : `This is ${total.status}.`}{" "}
        {minutes.data?.realtime?.concurrentViewers ?? "–"} watch now.
      </p>
      {total.error && <p role="alert">{total.error.message}</p>}
      <svg viewBox={`0 0 ${points.length || 1} 10`} preserveAspectRatio="none" role="img" aria-label="Views of each minute">
        {points.map(({ start, views }, at) => {
          const height = (10 * (views ?? 0)) / most;
          return <rect key={start} x={at + 0.1} y={10 - height} width={0.8} height={height} />;
        })}
      </svg>
    </section>
  );
}
