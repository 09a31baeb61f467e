import { useState } from "react";

import type { Asked } from "../App";
import { count, day, hour, seconds } from "../format";
import { ChartDocument, type ChartPointFragment } from "../generated";
import { useLive } from "../live";
import { TIMEZONE } from "../ranges";
import { Panel, Pick } from "./Panel";

const METRICS = {
  Views: { of: (point: ChartPointFragment) => point.views, show: count },
  Viewers: { of: (point: ChartPointFragment) => point.uniqueViewers, show: count },
  "Watch time": { of: (point: ChartPointFragment) => point.watchTime, show: seconds },
  Likes: { of: (point: ChartPointFragment) => point.likes, show: count },
};
const NAMES = Object.keys(METRICS) as (keyof typeof METRICS)[];
const WIDTH = 1000;
const HEIGHT = 220;

export function Chart({ asked, creatorId }: { asked: Asked; creatorId: string }) {
  const [name, pick] = useState(NAMES[0]!);
  const [pointed, point] = useState<number>();
  const variables = { creatorId, by: asked.by, range: asked.range, timezone: TIMEZONE, compare: asked.compare };
  const { data, error, isStale } = useLive(ChartDocument, variables);
  const points = data?.series?.points ?? [];
  const before = data?.series?.previous?.points ?? [];
  const { of, show } = METRICS[name];
  const max = Math.max(1, ...points.map(of), ...before.map(of));
  const steps = Math.max(points.length, before.length) - 1 || 1;
  const x = (index: number) => (index / steps) * WIDTH;
  const y = (value: number) => HEIGHT - (value / max) * (HEIGHT - 10);
  const line = (of_: readonly ChartPointFragment[]) => of_.map((one, index) => `${x(index)},${y(of(one))}`).join(" ");
  const when = asked.by === "HOUR" ? hour : day;
  const index = Math.min(pointed ?? points.length - 1, points.length - 1);
  const here = points[index];
  const then = before[index];
  return (
    <Panel title={name} name="chart" isStale={isStale} error={error} tools={<Pick label="Metric" value={name} values={NAMES} onPick={pick} />}>
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT + 1}`}
        preserveAspectRatio="none"
        onPointerMove={({ clientX, currentTarget }) => {
          const { left, width } = currentTarget.getBoundingClientRect();
          point(Math.max(0, Math.round(((clientX - left) / width) * steps)));
        }}
        onPointerLeave={() => point(undefined)}
      >
        {[0, 0.5, 1].map((part) => (
          <line key={part} className="grid" x1={0} x2={WIDTH} y1={y(part * max)} y2={y(part * max)} />
        ))}
        {before.length > 1 && <polyline className="before" points={line(before)} />}
        {points.length > 1 && <polygon className="area" points={`0,${HEIGHT} ${line(points)} ${x(points.length - 1)},${HEIGHT}`} />}
        <polyline className="now" points={line(points)} data-points={points.length} data-before={before.length} />
        {here && <line className="pointer" x1={x(index)} x2={x(index)} y1={0} y2={HEIGHT} />}
      </svg>
      <p className="note axis">
        <span>{points[0] && when(points[0].start)}</span>
        <span>
          {here && `${when(here.start)}: ${show(of(here))}${here.isFinal ? "" : " so far"}`}
          {then && `, before (${when(then.start)}): ${show(of(then))}`}
        </span>
        <span>{points.length > 0 && when(points.at(-1)!.start)}</span>
      </p>
    </Panel>
  );
}
