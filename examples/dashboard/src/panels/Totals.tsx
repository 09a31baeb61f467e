import type { Asked } from "../App";
import { count, hour, moment, percent, seconds } from "../format";
import { TotalsDocument } from "../generated";
import { useLive } from "../live";
import { TIMEZONE } from "../ranges";
import { Panel } from "./Panel";

interface Card {
  name: string;
  label: string;
  value: number;
  show?: (value: number) => string;
  change?: { changePercent?: number | null };
}

export function Totals({ asked }: { asked: Asked }) {
  const variables = { range: asked.range, timezone: TIMEZONE, compare: asked.compare };
  const { data, error, isStale } = useLive(TotalsDocument, variables);
  const totals = data?.creatorAnalytics;
  const before = totals?.compare;
  const cards: Card[] | null | undefined = totals && [
    { name: "views", label: "Views", value: totals.views.total, change: before?.views },
    { name: "viewers", label: "Viewers", value: totals.uniqueViewers.count, change: before?.uniqueViewers },
    { name: "watch-time", label: "Watch time", value: totals.watchTime.total, show: seconds, change: before?.watchTime },
    { name: "average", label: "Per view", value: totals.watchTime.average, show: seconds, change: before?.averageWatchTime },
    { name: "likes", label: "Likes", value: totals.engagement.likes },
    { name: "comments", label: "Comments", value: totals.engagement.comments },
    { name: "shares", label: "Shares", value: totals.engagement.shares },
    { name: "saves", label: "Saves", value: totals.engagement.saves },
  ];
  const watching = <span className="watching">{totals?.concurrentViewers ?? "–"} watching now</span>;
  return (
    <Panel title="Overview" name="totals" isStale={isStale} error={error} tools={watching}>
      <dl className="cards">
        {cards?.map(({ name, label, value, show = count, change }) => (
          <div key={name}>
            <dt>{label}</dt>
            <dd data-number={name} title={String(value)}>
              {show(value)}
            </dd>
            {change && <dd className={(change.changePercent ?? 0) < 0 ? "less" : "more"}>{percent(change.changePercent)}</dd>}
          </div>
        ))}
      </dl>
      <p className="note">
        {before?.range && `Compared with ${moment(before.range.start)} to ${moment(before.range.end)}. `}
        {totals?.asOf && `Counted until ${hour(totals.asOf)}.`}
      </p>
    </Panel>
  );
}
