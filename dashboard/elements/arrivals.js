// <viewpulse-arrivals>: how much arrives at the moment and in the last hour, and how many are connected.

import { asked } from "../asked.js";
import { Activity } from "../documents/arriving.js";
import { Chart } from "../chart.js";
import { place, point, shown } from "../format.js";
import { column, listed } from "../table.js";
import { css, html } from "../vendor/lit-3.3.3.js";

/** @type {[string, string, Kind][]} */
const NOW = [
  ["eventsPerSecond", "Events a second, in the last minute", "rate"],
  ["sockets", "Open sockets and streams", "count"],
  ["subscriptions", "Live subscriptions", "count"],
];

const PAUSE_MS = 3_000; // what it says is about the moment, also while nothing happens

export class Arrivals extends asked(Chart, PAUSE_MS) {
  static styles = [
    ...Chart.styles,
    css`
      .now {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(11rem, 1fr));
        gap: 0.5rem 1.5rem;
        margin-bottom: 1rem;
      }
      .now dt {
        color: var(--soft);
        font-size: 0.75rem;
      }
      .now dd {
        font-size: 1.5rem;
        font-weight: 620;
        letter-spacing: -0.015em;
      }
    `,
  ];

  question() {
    return { document: Activity, variables: {} };
  }

  isEmpty({ minutes }) {
    return minutes.length === 0;
  }

  emptyText() {
    return "It is not known what arrives: Redis is unavailable, or has just been started.";
  }

  /** @returns {Drawing} */
  draw({ minutes }) {
    const open = minutes.length - 1;
    const values = (name) => minutes.map((one) => one[name]);
    return {
      x: minutes.map(({ start }) => Date.parse(start) / 1000),
      lines: [
        { label: "Accepted", kind: "count", values: values("accepted"), colour: "accent", bars: true },
        { label: "Rejected", kind: "count", values: values("rejected"), colour: "third" },
      ],
      isTime: true,
      open,
      place: (at) => place(at, "MINUTE", this.timezone),
      name: (at) => point(minutes[at]?.start ?? 0, "MINUTE", this.timezone) + (at === open ? ", so far" : ""),
    };
  }

  body(answer) {
    return html`<dl class="now">${NOW.map(([name, label, kind]) => html`<div><dt>${label}</dt><dd data-figure=${name}>${shown(answer[name], kind)}</dd></div>`)}</dl>
      ${super.body(answer)}`;
  }

  /** @returns {Table} */
  table({ minutes }) {
    return { ...listed([column("start", "Minute", "time"), column("accepted", "Accepted"), column("rejected", "Rejected")], minutes), open: minutes.length - 1 };
  }
}

customElements.define("viewpulse-arrivals", Arrivals);
