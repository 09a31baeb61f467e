// <viewpulse-live-counter>: who is watching at the moment, and the last hour.

import { RealtimeLive } from "../documents/first.js";
import { column, listed } from "../table.js";
import { Tile } from "../tile.js";
import { count, duration } from "../format.js";
import { css, html, svg } from "../vendor/lit-3.3.3.js";

const MINUTES = 60;
const WIDTH = 240;
const HEIGHT = 48;

export class LiveCounter extends Tile {
  static styles = [
    ...Tile.styles,
    css`
      :host {
        --tile-height: 9rem;
      }
      .now {
        display: flex;
        align-items: baseline;
        gap: 0.625rem;
        font-size: 0.875rem;
        color: var(--soft);
      }
      .now strong {
        font-size: 3rem;
        font-weight: 650;
        line-height: 1.05;
        letter-spacing: -0.025em;
        color: var(--ink);
      }
      svg {
        display: block;
        width: 100%;
        height: 3rem;
        margin: 0.375rem 0 0.875rem;
        overflow: visible;
      }
      rect {
        fill: var(--accent);
        opacity: 0.85;
      }
      rect.open {
        opacity: 0.4;
      }
      .hour {
        margin-top: auto;
        padding-top: 0.75rem;
        color: var(--soft);
        font-size: 0.75rem;
      }
      dl {
        display: grid;
        grid-template-columns: 1fr 1fr auto;
        gap: 0.5rem;
        white-space: nowrap;
        padding-top: 0.75rem;
        border-top: 1px solid var(--line);
      }
      dt {
        color: var(--soft);
        font-size: 0.75rem;
      }
      dd {
        font-weight: 600;
      }
      .dot {
        width: 0.5rem;
        height: 0.5rem;
        border-radius: 50%;
        background: var(--good);
        align-self: center;
      }
    `,
  ];

  constructor() {
    super();
    this.label = "Watching now";
    this.every = "1s";
  }

  question() {
    return { document: RealtimeLive, variables: { of: this.about(), minutes: MINUTES, ...this.counted() } };
  }

  body({ concurrentViewers, totals, points }) {
    const most = Math.max(1, ...points.map((one) => one.views));
    const step = WIDTH / points.length;
    const bars = points.map((one, at) => {
      const height = Math.max(1, (one.views / most) * HEIGHT);
      const last = at === points.length - 1 ? "open" : "";
      return svg`<rect class=${last} x=${at * step} y=${HEIGHT - height} width=${step * 0.72} height=${height} rx="1"></rect>`;
    });
    return html`<p class="now" aria-live="off">
        <span class="dot" aria-hidden="true"></span><strong>${concurrentViewers === null ? "–" : count(concurrentViewers)}</strong>
        ${concurrentViewers === 1 ? "viewer" : "viewers"}
      </p>
      <p class="hour">The last hour</p>
      <svg viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none" role="img" aria-label="Views of each of the last ${points.length} minutes; at most ${most}">
        ${bars}
      </svg>
      <dl>
        <div><dt>Views</dt><dd>${count(totals.views)}</dd></div>
        <div><dt>Viewers</dt><dd>${count(totals.uniqueViewers)}</dd></div>
        <div><dt>Watch time</dt><dd>${duration(totals.watchTime)}</dd></div>
      </dl>`;
  }

  /** @returns {Table} */
  table(answer) {
    return listed([column("start", "Minute", "time"), column("views", "Views"), column("uniqueViewers", "Viewers"), column("watchTime", "Watch time", "seconds")], answer.points);
  }
}

customElements.define("viewpulse-live-counter", LiveCounter);
