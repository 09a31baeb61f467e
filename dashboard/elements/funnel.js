// <viewpulse-funnel>: how many viewers get through a series of steps, as a table with bars.

import { FunnelLive } from "../documents/flow.js";
import { count, shown } from "../format.js";
import { exclusionInput, labelOf, listOf, stepInput } from "../steps.js";
import { column } from "../table.js";
import { Tile } from "../tile.js";
import { css, html, nothing } from "../vendor/lit-3.3.3.js";
import { raw } from "./raw.js";

const LONGEST = 100; // characters that the name of a step may have

/**
 * @attr steps As in steps.js: `VIEW_START,VIEW_COMPLETE,LIKE`.
 * @attr order `ORDERED`, `STRICT` or `ANY`.
 * @attr exclusions What ends an attempt: `SKIP;after=1;before=2`.
 * @attr window Longest time from the first step to the last, such as `7d`.
 */
export class Funnel extends raw(Tile) {
  static styles = [
    ...Tile.styles,
    css`
      :host {
        --tile-height: 9rem;
      }
      .bar {
        position: relative;
        width: 45%;
        min-width: 6.5rem;
        white-space: normal;
        overflow-wrap: break-word;
      }
      thead th {
        white-space: normal;
        vertical-align: bottom;
      }
      tr > .bar {
        padding-left: 0.5rem;
      }
      .bar span {
        position: relative;
      }
      .bar svg {
        position: absolute;
        inset: 4px 0;
        width: 100%;
        height: calc(100% - 8px);
      }
      .bar rect {
        fill: var(--wash);
      }
      .open {
        color: var(--warn);
      }
      p {
        margin-top: 0.75rem;
      }
      @container (max-width: 38rem) {
        .wide {
          display: none;
        }
      }
    `,
  ];

  static properties = { steps: { type: String }, order: { type: String }, window: { type: String }, exclusions: { type: String } };

  constructor() {
    super();
    this.steps = "";
    this.order = "ORDERED";
    this.window = "7d";
    this.exclusions = "";
    /** What the page was last told to be wrong. @type {Failure | null} */
    this.told = null;
  }

  question() {
    const steps = listOf(this.steps);
    if (!steps.length) return null;
    const named = steps.map((step) => ({ ...stepInput(step), ...(this.order === "ANY" ? {} : { name: labelOf(step).slice(0, LONGEST) }) }));
    const exclusions = listOf(this.exclusions).map(exclusionInput);
    return { document: FunnelLive, variables: { steps: named, order: this.order, window: this.window, exclusions, ...this.when() } };
  }

  updated() {
    super.updated();
    if (this.told === this.failure) return;
    this.told = this.failure;
    this.dispatchEvent(new CustomEvent("viewpulse-failure", { detail: this.failure, bubbles: true, composed: true }));
  }

  stateNow() {
    return this.steps ? super.stateNow() : "empty";
  }

  isEmpty({ started }) {
    return !started;
  }

  emptyText() {
    return this.steps ? "Nobody did the first step in this range: choose a longer one, or another step." : "Add a step.";
  }

  /** In any order, a step is whichever a viewer did then. */
  called({ number, name }) {
    return name ?? `Any ${number} of ${listOf(this.steps).length}`;
  }

  body({ started, converted, conversionRate, incomplete, steps, window }) {
    return html`<table>
        <caption class="unseen">${this.label}</caption>
        <thead><tr>
          <th scope="col">Step</th>
          <th scope="col" class="number">Viewers</th>
          <th scope="col" class="number">Of the step before</th>
          <th scope="col" class="number wide">Of the first</th>
          <th scope="col" class="number wide">Median time</th>
          <th scope="col" class="number wide">Left</th>
          <th scope="col" class="number">May still</th>
        </tr></thead>
        <tbody>
          ${steps.map(
            (step) => html`<tr>
              <th scope="row" class="bar"><svg aria-hidden="true" viewBox="0 0 100 1" preserveAspectRatio="none"><rect width=${step.conversionRate} height="1"></rect></svg><span>${step.number}. ${this.called(step)}${step.optional ? html` <i class="soft">optional</i>` : nothing}</span></th>
              <td class="number">${count(step.viewers)}</td>
              <td class="number">${step.number === 1 ? "" : shown(step.stepConversionRate, "percent")}</td>
              <td class="number wide">${shown(step.conversionRate, "percent")}</td>
              <td class="number wide">${step.number === 1 ? "" : shown(step.sincePrevious.median, "seconds")}</td>
              <td class="number wide">${step.number === 1 ? "" : count(step.dropped)}</td>
              <td class="number ${step.incomplete ? "open" : "soft"}">${step.number === 1 ? "" : count(step.incomplete)}</td>
            </tr>`,
          )}
        </tbody>
      </table>
      <p class="soft">
        ${count(converted)} of ${count(started)} got through, ${shown(conversionRate, "percent")}, within ${window}${incomplete
          ? html`; ${count(incomplete)} still have time, and are not counted as lost`
          : nothing}.
      </p>`;
  }

  /** @returns {Table} */
  table({ steps }) {
    const columns = [
      ...[column("number", "Number"), column("name", "Step", "text"), column("viewers", "Viewers")],
      ...[column("stepConversionRate", "Of the step before", "percent"), column("conversionRate", "Of the first", "percent")],
      ...[column("dropped", "Left"), column("incomplete", "May still"), column("sincePrevious.median", "Median time", "seconds")],
    ];
    return {
      columns,
      rows: steps.map((one) => [
        ...[one.number, one.name, one.viewers, one.stepConversionRate, one.conversionRate],
        ...[one.dropped, one.incomplete, one.sincePrevious.median],
      ]),
    };
  }
}

customElements.define("viewpulse-funnel", Funnel);
