// <viewpulse-retention>: how much of a content is watched: its three curves, where viewers start and where they stop.

import { ContentCurvesLive } from "../documents/more.js";
import { Chart } from "../chart.js";
import { clock } from "../format.js";
import { column } from "../table.js";
import { css, html, nothing } from "../vendor/lit-3.3.3.js";

const POINTS = 100;

export class RetentionChart extends Chart {
  static styles = [
    ...Chart.styles,
    css`
      .about {
        margin-top: 0.5rem;
        font-size: 0.75rem;
        color: var(--soft);
      }
    `,
  ];

  question() {
    if (!this.content) return null;
    return { document: ContentCurvesLive, variables: { contentId: this.content, points: POINTS, ...this.filters() } };
  }

  isEmpty({ plays }) {
    return !plays || (!plays.views && !plays.points.some(({ startedWatching }) => startedWatching));
  }

  emptyText() {
    return "No play of this range said which parts were watched.";
  }

  /** @returns {Drawing} */
  draw({ plays, coverage, relative }) {
    const values = (curve) => plays.points.map((_, at) => curve?.points[at]?.value ?? null);
    const flow = (name) => plays.points.map((one) => one[name]);
    return {
      x: plays.points.map(({ start }) => start),
      lines: [
        { label: "Plays per view", values: values(plays), colour: "accent", kind: "percent", filled: true },
        { label: "Viewers who saw it", values: values(coverage), colour: "second", kind: "percent" },
        // share links show no other contents
        ...(relative ? [/** @type {Line} */ ({ label: "Rank among similar", values: values(relative), colour: "before", kind: "percent", dashed: true })] : []),
        { label: "Stopped here", values: flow("stoppedWatching"), colour: "third", kind: "count", bars: true, scale: "flow" },
      ],
      isTime: false,
      name: (at) => `${clock(plays.points[at]?.start ?? 0)} – ${clock(plays.points[at]?.end ?? 0)}`,
      place: clock,
    };
  }

  body(answer) {
    const { views, playsWithoutPositions, duration } = answer.plays;
    return html`${super.body(answer)}
      <p class="about">
        ${views} ${views === 1 ? "view" : "views"} of a video of ${duration === null ? "unknown length" : clock(duration)}${playsWithoutPositions
          ? html`; ${playsWithoutPositions} ${playsWithoutPositions === 1 ? "play" : "plays"} did not say which parts they watched`
          : nothing}.
      </p>`;
  }

  /** @returns {Table} */
  table({ plays, coverage, relative }) {
    return {
      columns: [
        ...[column("start", "From, s", "score"), column("end", "To, s", "score"), column("plays", "Plays per view", "percent")],
        ...[column("coverage", "Viewers who saw it", "percent"), column("relative", "Rank among similar", "percent")],
        ...[column("startedWatching", "Started here"), column("stoppedWatching", "Stopped here")],
      ],
      rows: plays.points.map((one, at) => [
        ...[one.start, one.end, one.value, coverage?.points[at]?.value ?? null, relative?.points[at]?.value ?? null],
        ...[one.startedWatching, one.stoppedWatching],
      ]),
    };
  }
}

customElements.define("viewpulse-retention", RetentionChart);
