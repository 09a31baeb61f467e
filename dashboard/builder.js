// <viewpulse-steps>: where the steps of a funnel are chosen, with its order and window.

import { base } from "./style.js";
import { labelOf, listOf, partsOf, stepOf } from "./steps.js";
import { choicesOfSteps, stepSelect } from "./vocabulary.js";
import { LitElement, css, html, nothing } from "./vendor/lit-3.3.3.js";

const MOST = 16; // funnelSteps in docs/operations.md
const FIRST_CHOICE = "VIEW_START";

const ORDERS = { ORDERED: "In this order", STRICT: "Nothing in between", ANY: "In any order" };
const WINDOWS = { "1h": "1 hour", "1d": "1 day", "7d": "7 days", "14d": "14 days", "30d": "30 days", "90d": "90 days" };

/** @fires viewpulse-change With the steps, the order and the window. */
export class Steps extends LitElement {
  static styles = [
    ...base,
    css`
      section {
        padding: 1rem 1.25rem;
        border: 1px solid var(--line);
        border-radius: 12px;
        background: var(--card);
      }
      h2 {
        margin: 0 0 0.75rem;
        font-size: 0.875rem;
        font-weight: 600;
      }
      ol {
        display: grid;
        gap: 0.5rem;
        list-style: none;
      }
      li,
      .rest {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 0.5rem;
      }
      li > span {
        width: 1.5rem;
        color: var(--soft);
      }
      .rest {
        margin-top: 0.75rem;
      }
      select,
      input,
      button {
        height: 2rem;
        padding: 0 0.625rem;
        border: 1px solid var(--edge);
        border-radius: 6px;
        background: var(--card);
      }
      li select,
      li input {
        flex: 1 1 8rem;
        min-width: 0;
        max-width: 16rem;
      }
      button {
        cursor: pointer;
      }
      button:hover:enabled {
        background: var(--raised);
      }
      button:disabled {
        border-color: var(--line);
        color: var(--soft);
        cursor: default;
      }
      .trouble {
        margin-top: 0.75rem;
        color: var(--bad);
      }
    `,
  ];

  static properties = {
    steps: { type: String },
    order: { type: String },
    window: { type: String },
    groups: { state: true },
  };

  constructor() {
    super();
    this.steps = "";
    this.order = "ORDERED";
    this.window = "7d";
    /** @type {[string, string[]][]} */
    this.groups = [];
    /** The button that is focused when a step has moved: its step, and its direction. @type {[number, number] | null} */
    this.next = null;
  }

  connectedCallback() {
    super.connectedCallback();
    void choicesOfSteps().then((groups) => (this.groups = groups));
  }

  tell(/** @type {Partial<State>} */ detail) {
    this.dispatchEvent(new CustomEvent("viewpulse-change", { detail, bubbles: true, composed: true }));
  }

  /** Replaces `remove` steps at a place by others. */
  put(at, remove, ...steps) {
    const list = listOf(this.steps);
    list.splice(at, remove, ...steps);
    this.tell({ steps: list.join(",") });
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
    const [up, down] = /** @type {NodeListOf<HTMLButtonElement>} */ (this.renderRoot.querySelectorAll(`li:nth-child(${at + 1}) [data-do="move"]`));
    const [same, other] = by < 0 ? [up, down] : [down, up];
    (same?.disabled ? other : same)?.focus();
  }

  render() {
    const list = listOf(this.steps);
    return html`<section aria-labelledby="name">
      <h2 id="name">Steps of the funnel</h2>
      <ol>${list.map((step, at) => this.line(step, at, list))}</ol>
      <div class="rest">
        <button data-do="add" ?disabled=${list.length >= MOST} @click=${() => this.put(list.length, 0, FIRST_CHOICE)}>Add a step</button>
        ${this.select("Order of the steps", "order", this.order, ORDERS)}
        ${this.select("Longest time from the first step to the last", "window", this.window, WINDOWS)}
        ${list.length >= MOST ? html`<span class="soft">A funnel has at most ${MOST} steps.</span>` : nothing}
      </div>
    </section>`;
  }

  line(step, at, list) {
    const { what, content } = partsOf(step);
    const number = at + 1;
    return html`<li>
      <span aria-hidden="true">${number}.</span>
      ${stepSelect({ label: `Step ${number}`, value: what, groups: this.groups, change: (value) => this.put(at, 1, stepOf({ what: value, content })) })}
      <input
        aria-label="Id of the only content of step ${number}"
        placeholder="Any content"
        maxlength="256"
        .value=${content}
        @change=${(event) => this.put(at, 1, stepOf({ what, content: event.target.value.trim() }))}
      />
      <button data-do="move" aria-label="Move ${labelOf(step)} up" ?disabled=${!at} @click=${() => this.move(at, -1)}>↑</button>
      <button data-do="move" aria-label="Move ${labelOf(step)} down" ?disabled=${number === list.length} @click=${() => this.move(at, 1)}>↓</button>
      <button aria-label="Remove ${labelOf(step)}" ?disabled=${list.length === 1} @click=${() => this.put(at, 1)}>✕</button>
    </li>`;
  }

  select(label, name, value, options) {
    const all = Object.hasOwn(options, value) ? options : { [value]: value, ...options };
    return html`<select aria-label=${label} @change=${(event) => this.tell({ [name]: event.target.value })}>
      ${Object.entries(all).map(([one, text]) => html`<option value=${one} .selected=${one === value}>${text}</option>`)}
    </select>`;
  }
}

customElements.define("viewpulse-steps", Steps);
