// A tile that draws lines over time or over a video: uPlot in its shadow root, with a surface that keyboards and screen readers
// can walk through, because uPlot is a picture to them.

import { LANGUAGE, shown } from "./format.js";
import { colour } from "./style.js";
import { Tile } from "./tile.js";
import uPlot, { sheet } from "./vendor/uplot-1.6.32.js";
import { css, html, nothing, unsafeCSS } from "./vendor/lit-3.3.3.js";

const PAGE = 10;
/** Steps of the axis of what is counted: 1, 2, 5, 10, 20, … */
const WHOLE = Array.from({ length: 36 }, (_, at) => ([1, 2, 5][at % 3] ?? 1) * 10 ** Math.floor(at / 3));
/** Steps of the axis of durations: whole seconds, minutes, hours. */
const ROUND = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, ...WHOLE.map((hours) => hours * 3600)];
/** @type {Partial<Record<Kind, number[]>>} */
const STEPS = { count: WHOLE, seconds: ROUND };

export class Chart extends Tile {
  static styles = [
    ...Tile.styles,
    unsafeCSS(sheet),
    css`
      :host {
        --tile-height: 16.5rem;
      }
      .readout {
        display: flex;
        flex-wrap: wrap;
        gap: 0.125rem 1.125rem;
        min-height: 1.375rem;
        margin-bottom: 0.5rem;
        font-size: 0.8125rem;
      }
      .readout b {
        font-weight: 600;
      }
      .readout span::before {
        display: inline-block;
        width: 0.625rem;
        height: 0;
        margin: 0 0.375rem 0.25rem 0;
        border-top: 2px solid var(--mark, transparent);
        content: "";
      }
      .readout span.dashed::before {
        border-top-style: dotted;
      }
      .readout span.bars::before {
        border-top-width: 0.5rem;
        margin-bottom: 0;
      }
      .accent {
        --mark: var(--accent);
      }
      .before {
        --mark: var(--before);
      }
      .second {
        --mark: var(--second);
      }
      .third {
        --mark: var(--third);
      }
      .surface {
        position: relative;
        flex: 1;
        min-height: 13.75rem;
        border-radius: 6px;
      }
      .uplot {
        position: absolute; /* so that its size follows that of the surface, and not the other way round */
        inset: 0;
        font-family: inherit;
      }
      .u-over {
        cursor: crosshair;
      }
      .u-cursor-x {
        border-right: 1px solid var(--edge);
      }
      .u-select {
        background: var(--wash);
      }
    `,
  ];

  constructor() {
    super();
    /** @type {uPlot | null} */
    this.plot = null;
    /** @type {Drawing | null} */
    this.drawing = null;
    /** The lines that the plot was made for. */
    this.shape = "";
    /** The point that is read; null: none. @type {number | null} */
    this.at = null;
    this.sized = new ResizeObserver(() => this.fit());
    this.recolour = () => this.requestUpdate();
    this.scheme = matchMedia("(prefers-color-scheme: dark)");
  }

  /** @returns {Drawing} */
  draw(_answer) {
    return { x: [], lines: [], isTime: true, name: String, place: String };
  }

  connectedCallback() {
    super.connectedCallback();
    this.sized.observe(this);
    this.scheme.addEventListener("change", this.recolour);
    addEventListener("viewpulse-theme", this.recolour);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.sized.disconnect();
    this.scheme.removeEventListener("change", this.recolour);
    removeEventListener("viewpulse-theme", this.recolour);
    this.drop();
  }

  body(answer) {
    const drawing = (this.drawing = this.draw(answer));
    const count = drawing.x.length;
    return html`<div class="readout">${this.readout()}</div>
      <div
        class="surface"
        role="group"
        aria-roledescription="chart"
        tabindex="0"
        aria-label="${this.label}: ${drawing.lines.map(({ label }) => label).join(", ")}; ${count} points. Arrow keys read them."
        @keydown=${this.walk}
        @blur=${() => this.select(null)}
      ></div>
      <p class="unseen said" aria-live="polite"></p>`;
  }

  /** The lines with their values at the point that is read; without one, only their names. */
  readout() {
    const { drawing, at } = this;
    if (!drawing) return nothing;
    return html`${at === null ? nothing : html`<b>${drawing.name(at)}</b>`}
    ${drawing.lines.map(
      ({ label, kind, values, colour: name, dashed, bars }) =>
        html`<span class="${name} ${dashed ? "dashed" : ""} ${bars ? "bars" : ""}"
          >${label}${at === null ? nothing : html` <b>${shown(values[at] ?? null, kind)}</b>`}</span
        >`,
    )}`;
  }

  updated() {
    super.updated();
    const surface = /** @type {HTMLElement | null} */ (this.renderRoot.querySelector(".surface"));
    if (!surface || !this.drawing) {
      this.drop();
      return;
    }
    const { x, lines, open = -1 } = this.drawing;
    const ink = colour(this, "ink"); // two themes have two inks
    const shape = JSON.stringify([lines.map((line) => [line.label, line.bars, line.scale, line.kind]), ink, open < 0, this.answerKey]);
    const data = /** @type {uPlot.AlignedData} */ ([x, ...lines.flatMap((line) => strokes(line, open).map(({ values }) => values))]);
    if (this.plot && this.shape === shape && surface.contains(this.plot.root)) {
      this.plot.setData(data);
    } else {
      this.drop();
      this.shape = shape;
      this.plot = new uPlot(this.options(surface), data, surface);
    }
  }

  drop() {
    this.plot?.destroy();
    this.plot = null;
    this.shape = "";
  }

  fit() {
    const surface = /** @type {HTMLElement | null} */ (this.renderRoot.querySelector(".surface"));
    if (!this.plot || !surface) return;
    const { clientWidth: width, clientHeight: height } = surface;
    if (width !== this.plot.width || height !== this.plot.height) this.plot.setSize({ width, height });
  }

  /** @returns {uPlot.Options} */
  options(surface) {
    const drawing = /** @type {Drawing} */ (this.drawing);
    const { lines, isTime, place, open = -1 } = drawing;
    const [first] = lines;
    const quiet = { show: true, stroke: colour(this, "line"), width: 1 };
    const font = `11px ${getComputedStyle(this).fontFamily}`;
    const axis = { stroke: colour(this, "soft"), font, ticks: { show: false }, grid: quiet };
    /** @type {uPlot.Scales} */
    const scales = { x: { time: isTime } };
    const { x } = drawing;
    if (first?.bars) {
      // a bar is as wide as a step, around its point
      const half = ((x[1] ?? 1) - (x[0] ?? 0)) / 2;
      scales.x = { time: isTime, range: (_plot, least, most) => [least - half, most + half] };
    }
    for (const { scale = "y", bars } of lines) {
      // what is counted begins with 0; bars below lines stay below them
      scales[scale] = { range: (_plot, _least, most) => [0, (most > 0 ? most : 1) * (bars && scale !== "y" ? 4 : 1.1)] };
    }
    return {
      width: surface.clientWidth,
      height: surface.clientHeight,
      tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), this.timezone),
      legend: { show: false },
      padding: [8, 20, 0, 0],
      cursor: { y: false, drag: { x: false, y: false }, points: { size: 7 } },
      scales,
      axes: [
        { ...axis, grid: { show: false }, size: 24, space: 72, values: (_plot, splits) => named(splits.map(place)) },
        { ...axis, incrs: STEPS[first?.kind ?? "count"], size: 52, space: 44, values: (_plot, splits) => splits.map((value) => short(value, first?.kind ?? "count")) },
      ],
      series: [
        {},
        ...lines.flatMap((line) => strokes(line, open)).map((line) => ({
          label: line.label,
          scale: line.scale ?? "y",
          stroke: colour(this, line.colour),
          width: line.bars ? 0 : 2,
          spanGaps: false,
          points: { show: line.values.filter((value) => value !== null).length === 1 },
          ...(line.dashed ? { dash: [2, 4], width: 1.5 } : {}),
          ...(line.filled ? { fill: `color-mix(in srgb, ${colour(this, line.colour)} 12%, transparent)` } : {}),
          ...(line.bars ? { fill: colour(this, line.colour), paths: uPlot.paths.bars?.({ size: [0.7, 24], radius: 0.15 }) } : {}),
        })),
      ],
      hooks: { setCursor: [(plot) => this.point(plot.cursor.idx ?? null)] },
    };
  }

  /** Reads a point that a pointer is over. */
  point(at) {
    if (this.at === at) return;
    this.at = at;
    this.requestUpdate();
  }

  /** Reads a point aloud. */
  select(at) {
    const { plot, drawing } = this;
    if (!plot || !drawing) return;
    const x = at === null ? undefined : drawing.x[at];
    plot.setCursor(x === undefined ? { left: -10, top: -10 } : { left: plot.valToPos(x, "x"), top: 0 });
    this.point(at);
    const said = this.renderRoot.querySelector(".said");
    if (!said || at === null) return;
    const values = drawing.lines.map(({ label, kind, values: all }) => `${label} ${shown(all[at] ?? null, kind)}`);
    said.textContent = `${drawing.name(at)}: ${values.join(", ")}`;
  }

  walk(event) {
    const last = (this.drawing?.x.length ?? 0) - 1;
    const from = this.at;
    /** @type {Record<string, number | null>} */
    const to = {
      ArrowLeft: from === null ? last : from - 1,
      ArrowRight: from === null ? 0 : from + 1,
      PageUp: (from ?? last) - PAGE,
      PageDown: (from ?? 0) + PAGE,
      Home: 0,
      End: last,
      Escape: null,
    };
    if (!(event.key in to)) return;
    event.preventDefault();
    const at = to[event.key] ?? null;
    this.select(at === null ? null : Math.max(0, Math.min(last, at)));
  }
}

/** A line as it is drawn: what still runs is a stroke of its own, dashed, and paler where it is a bar. @returns {Line[]} */
function strokes(/** @type {Line} */ line, open) {
  if (open < 0 || line.dashed) return [line];
  const over = line.values.map((value, at) => (at < open ? value : null));
  const begun = line.values.map((value, at) => (at === open || (at === open - 1 && !line.bars) ? value : null));
  return [{ ...line, values: over }, { ...line, values: begun, dashed: true, filled: false, colour: line.bars ? "before" : line.colour }];
}

/** Names of places, each once. */
function named(/** @type {string[]} */ places) {
  return places.map((place, at) => (place === places[at - 1] ? "" : place));
}

const compact = new Intl.NumberFormat(LANGUAGE, { notation: "compact", maximumFractionDigits: 1 });

/** A value on an axis. */
function short(value, kind) {
  if (kind === "percent") return `${compact.format(value)} %`;
  if (kind !== "seconds") return compact.format(value);
  if (value >= 3600) return `${compact.format(value / 3600)} h`;
  return value >= 60 ? `${compact.format(value / 60)} min` : `${compact.format(value)} s`;
}
