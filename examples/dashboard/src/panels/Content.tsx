import { useState } from "react";

import type { Asked } from "../App";
import { count } from "../format";
import { ContentDocument, type Dimension } from "../generated";
import { useLive } from "../live";
import { TIMEZONE } from "../ranges";
import { Panel, Pick } from "./Panel";

const DIMENSIONS = ["COUNTRY", "CITY", "SOURCE", "DEVICE", "AGE_GROUP", "GENDER", "WEEKDAY", "HOUR"] as const satisfies Dimension[];
const WIDTH = 1000;
const HEIGHT = 140;

export function Content({ asked, contentId, title }: { asked: Asked; contentId: string; title: string }) {
  const [by, pick] = useState<(typeof DIMENSIONS)[number]>("COUNTRY");
  const { data, error, isStale } = useLive(ContentDocument, { contentId, range: asked.range, timezone: TIMEZONE, by: [by] });
  const retention = data?.contentAnalytics?.retention;
  const breakdown = data?.contentAnalytics?.breakdown;
  const values = retention?.points.map((point) => point.value ?? 0) ?? [];
  const max = Math.max(100, ...values);
  const steps = values.map((value, index) => {
    const y = HEIGHT - (value / max) * HEIGHT;
    return `${(index / values.length) * WIDTH},${y} ${((index + 1) / values.length) * WIDTH},${y}`;
  });
  const rows = breakdown && [
    ...breakdown.rows.map((row) => ({ ...row, value: row.label ?? "unknown" })),
    ...(breakdown.other.views ? [{ ...breakdown.other, value: "others" }] : []),
  ];
  const widest = Math.max(1, ...(rows ?? []).map((row) => row.percentage));
  return (
    <>
      <Panel title={`How long viewers stay: ${title}`} name="retention" isStale={isStale} error={error}>
        <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" data-points={values.length}>
          {steps.length > 0 && <polygon className="area" points={`0,${HEIGHT} ${steps.join(" ")} ${WIDTH},${HEIGHT}`} />}
        </svg>
        <p className="note axis">
          <span>0 s</span>
          <span>{retention && values.length === 0 && "No play has reported what it showed."}</span>
          <span>{retention?.duration != null && `${retention.duration.toFixed(0)} s`}</span>
        </p>
      </Panel>
      <Panel
        title={`Viewers of ${title}`}
        name="breakdown"
        isStale={isStale}
        tools={<Pick label="Dimension" value={by} values={DIMENSIONS} onPick={pick} />}
      >
        <ul className="bars">
          {rows?.map((row) => (
            <li key={row.value}>
              <span>{row.value}</span>
              <i style={{ width: `${(100 * row.percentage) / widest}%` }} />
              <span>
                {count(row.views)} ({row.percentage.toFixed(0)} %)
              </span>
            </li>
          ))}
        </ul>
      </Panel>
    </>
  );
}
