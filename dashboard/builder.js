// <viewpulse-steps>: where a funnel is built: its steps, what ends an attempt, its order and its window.

import { builderSheet } from "./builder_style.js";
import { base } from "./style.js";
import { labelOf, listOf, partsOf, stepOf } from "./steps.js";
import { choicesOfSteps, stepSelect } from "./vocabulary.js";
import { LitElement, html, nothing } from "./vendor/lit-3.3.3.js";

/** Most of each list (docs/operations.md), and what a new one is. */
const LISTS = {
  steps: { most: 16, first: "VIEW_START", name: "step", add: "Add a step" },
  exclusions: { most: 8, first: "SKIP", name: "exclusion", add: "Add an exclusion" },
};
/** @typedef {keyof typeof LISTS} Kind */

const ORDERS = { ORDERED: "In this order", STRICT: "Nothing in between", ANY: "In any order" };
const WINDOWS = { "1h": "1 hour", "1d": "1 day", "7d": "7 days", "14d": "14 days", "30d": "30 days", "90d": "90 days" };
/** What a message begins with: `steps.1.within: …`. */
const BLAMED = /^(steps|exclusions|window|order)(?:\.(\d+))?(?:\.(\w+))?[\w.]*: (.*)$/s;

/**
 * It hears of the funnel next to it what is wrong (`viewpulse-failure`), and says it at the field.
 *
 * @fires viewpulse-change With what has changed of the steps, the exclusions, the order and the window.
 */
export class Steps extends LitElement {
  static styles = [...base, builderSheet];

  static properties = {
    steps: { type: String },
    exclusions: { type: String },
    order: { type: String },
    window: { type: String },
    groups: { state: true },
    blamed: { state: true },
  };

  constructor() {
    super();
    this.steps = "";
    this.exclusions = "";
    this.order = "ORDERED";
    this.window = "7d";
    /** @type {[string, string[]][]} */
    this.groups = [];
    /** What is wrong. @type {{ list: string, at: number, field: string, text: string } | null} */
    this.blamed = null;
    /** The button that is focused when a step has moved: its step, and its direction. @type {[number, number] | null} */
    this.next = null;
    this.hear = this.hear.bind(this);
  }

  connectedCallback() {
    super.connectedCallback();
    void choicesOfSteps().then((groups) => (this.groups = groups));
    this.around = this.parentElement;
    this.around?.addEventListener("viewpulse-failure", this.hear);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.around?.removeEventListener("viewpulse-failure", this.hear);
  }

  hear(/** @type {any} */ { detail }) {
    const [, list = "", at = "-1", field = "", text = ""] = BLAMED.exec(detail?.message ?? "") ?? [];
    this.blamed = list ? { list, at: Number(at), field, text } : null;
  }

  tell(/** @type {Partial<State>} */ detail) {
    this.dispatchEvent(new CustomEvent("viewpulse-change", { detail, bubbles: true, composed: true }));
  }

  /** Replaces `remove` items of a list at a place by others. */
  put(/** @type {Kind} */ kind, at, remove, ...items) {
    const list = listOf(this[kind]);
    list.splice(at, remove, ...items);
    this.tell({ [kind]: list.join(",") });
  }

  /** Exchanges a step with a neighbour, and stays with it. */
  move(at, by) {
    const list = listOf(this.steps);
    this.next = [at + by, by];
    const [step = ""] = list.splice(at, 1);
    list.splice(at + by, 0, step);
    this.tell({ steps: list.join(",") });
  }

  updated(changed) {
    if (!this.next || !changed.has("steps")) return;
    const [at, by] = this.next;
    this.next = null;
    const [up, down] = /** @type {NodeListOf<HTMLButtonElement>} */ (this.renderRoot.querySelectorAll(`.steps > li:nth-child(${at + 1}) [data-do="move"]`));
    const [same, other] = by < 0 ? [up, down] : [down, up];
    (same?.disabled ? other : same)?.focus();
  }

  render() {
    return html`<section aria-labelledby="name">
      <h2 id="name">Steps of the funnel</h2>
      ${this.list("steps")}
      ${this.exclusions ? html`<h3>What ends an attempt</h3>` : nothing}
      ${this.list("exclusions")}
      <div class="rest">
        ${this.adder("steps")} ${this.adder("exclusions")}
        ${this.select("Order of the steps", "order", this.order, ORDERS)}
        ${this.select("Longest time from the first step to the last", "window", this.window, WINDOWS)}
      </div>
      ${this.trouble("window")} ${this.trouble("order")}
    </section>`;
  }

  list(/** @type {Kind} */ kind) {
    const list = listOf(this[kind]);
    return list.length ? html`<ol class=${kind}>${list.map((step, at) => this.line(kind, step, at, list))}</ol>` : nothing;
  }

  adder(/** @type {Kind} */ kind) {
    const { most, first, name, add } = LISTS[kind];
    const { length } = listOf(this[kind]);
    return html`<button data-do="add" data-list=${kind} ?disabled=${length >= most} @click=${() => this.put(kind, length, 0, first)}>${add}</button>
      ${length >= most ? html`<span class="soft">A funnel has at most ${most} ${name}s.</span>` : nothing}`;
  }

  line(/** @type {Kind} */ kind, step, at, list) {
    const parts = partsOf(step);
    const number = at + 1;
    const called = `${LISTS[kind].name} ${number}`;
    const change = (changed) => this.put(kind, at, 1, stepOf({ ...parts, ...changed }));
    return html`<li>
      <span aria-hidden="true">${number}.</span>
      ${stepSelect({
        label: called.charAt(0).toUpperCase() + called.slice(1),
        value: parts.what,
        groups: this.groups,
        change: (what) => change({ what }),
        wrong: this.isWrong(kind, at, "types", "names", "watched"),
      })}
      <input
        aria-label="Id of the only content of ${called}"
        placeholder="Any content"
        maxlength="256"
        aria-invalid=${this.isWrong(kind, at, "contentId")}
        .value=${parts.content}
        @change=${(event) => change({ content: valueOf(event).trim() })}
      />
      ${kind === "steps"
        ? html`<button data-do="move" aria-label="Move ${labelOf(step)} up" ?disabled=${!at} @click=${() => this.move(at, -1)}>↑</button>
            <button data-do="move" aria-label="Move ${labelOf(step)} down" ?disabled=${number === list.length} @click=${() => this.move(at, 1)}>↓</button>`
        : this.between(parts, called, at, change)}
      <button aria-label="Remove ${labelOf(step)}" ?disabled=${kind === "steps" && list.length === 1} @click=${() => this.put(kind, at, 1)}>✕</button>
      ${this.conditions(kind, parts, called, at, change)} ${this.trouble(kind, at)}
    </li>`;
  }

  /** Between which steps an exclusion counts. */
  between({ after, before }, called, at, change) {
    const numbers = listOf(this.steps).map((_, place) => String(place + 1));
    const choice = (name, value, none) => html`<select
      aria-label="${called.charAt(0).toUpperCase() + called.slice(1)} counts ${name} step"
      aria-invalid=${this.isWrong("exclusions", at, name)}
      @change=${(event) => change({ [name]: valueOf(event) })}
    >
      <option value="" .selected=${!value}>${none}</option>
      ${(value && !numbers.includes(value) ? [value, ...numbers] : numbers).map((one) => html`<option value=${one} .selected=${one === value}>${name} step ${one}</option>`)}
    </select>`;
    return html`${choice("after", after, "after the first step")} ${choice("before", before, "before the last step")}`;
  }

  /** What else an event must have to be the step. */
  conditions(kind, { what, optional, within, properties }, called, at, change) {
    const isOpen = optional || within !== "" || properties.length > 0 || this.blamedIn(kind, at) !== null;
    const steps = html`<label class="check"><input type="checkbox" aria-invalid=${this.isWrong(kind, at, "optional")} .checked=${optional} @change=${(event) => change({ optional: /** @type {HTMLInputElement} */ (event.target).checked })} /> Optional</label>
      <input
        class="short"
        aria-label="Longest time before ${called}"
        placeholder="Within, such as 1h"
        maxlength="20"
        aria-invalid=${this.isWrong(kind, at, "within")}
        .value=${within}
        @change=${(event) => change({ within: valueOf(event).trim() })}
      />`;
    const isWatched = what.startsWith("watched") && !properties.length;
    if (kind === "exclusions" && isWatched) return nothing;
    return html`<details ?open=${isOpen}>
      <summary>Conditions <span class="unseen">of ${called}</span></summary>
      <div>
        ${kind === "steps" ? steps : nothing}
        ${isWatched ? nothing : [...properties, ["", ""]].map((_, place) => this.property(kind, properties, place, called, at, change))}
      </div>
    </details>`;
  }

  /** A property that the event must have; the last one is not there yet, and one without a name is no more. */
  property(kind, properties, place, called, at, change) {
    const [name, value] = properties[place] ?? ["", ""];
    const set = (property) => change({ properties: [...properties.slice(0, place), ...(property[0] ? [property] : []), ...properties.slice(place + 1)] });
    return html`<span class="property">
      <input
        aria-label="Property ${place + 1} of ${called}"
        placeholder="Property"
        maxlength="100"
        aria-invalid=${this.isWrong(kind, at, "properties")}
        .value=${name}
        @change=${(event) => set([valueOf(event).trim(), value])}
      />
      ${name
        ? html`= <input
              aria-label="Value of ${name} of ${called}"
              title="A number, true, false, or a text; digits that are a text stand in quotes"
              placeholder="Value"
              maxlength="256"
              aria-invalid=${this.isWrong(kind, at, "properties")}
              .value=${value}
              @change=${(event) => set([name, valueOf(event)])}
            />`
        : nothing}
    </span>`;
  }

  /** What is wrong with an item. */
  blamedIn(list, at) {
    return this.blamed && this.blamed.list === list && this.blamed.at === at ? this.blamed : null;
  }

  isWrong(list, at, ...fields) {
    const blamed = this.blamedIn(list, at);
    return blamed !== null && fields.includes(blamed.field);
  }

  trouble(list, at = -1) {
    const blamed = this.blamedIn(list, at);
    return blamed ? html`<p class="trouble" role="alert">${blamed.text}</p>` : nothing;
  }

  select(label, name, value, options) {
    const all = Object.hasOwn(options, value) ? options : { [value]: value, ...options };
    return html`<select aria-label=${label} aria-invalid=${this.isWrong(name, -1, "")} @change=${(event) => this.tell({ [name]: valueOf(event) })}>
      ${Object.entries(all).map(([one, text]) => html`<option value=${one} .selected=${one === value}>${text}</option>`)}
    </select>`;
  }
}

const valueOf = (event) => /** @type {HTMLInputElement} */ (event.target).value;

customElements.define("viewpulse-steps", Steps);
