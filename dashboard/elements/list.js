// What lists have in common: an order, a search, and pages.

import { count } from "../format.js";
import { Tile } from "../tile.js";
import { css, html, nothing } from "../vendor/lit-3.3.3.js";

const SIZE = 25;
const PAUSE_MS = 400; // while the reader types
const LONGEST = 100; // characters that are looked for

/**
 * A subclass says how it can be ordered (`sorts`), and whether it can be searched (`searched`).
 *
 * @attr sort One of its orders.
 * @attr search Text that is looked for.
 * @attr after A cursor: the page begins after it.
 * @attr before A cursor: the page ends before it.
 */
export class List extends Tile {
  static styles = [
    ...Tile.styles,
    css`
      input {
        height: 1.75rem;
        width: 10rem;
        padding: 0 0.5rem;
        border: 1px solid var(--edge);
        border-radius: 6px;
        background: var(--card);
      }
      th.name {
        max-width: 0;
        width: 45%;
        overflow: hidden;
        text-overflow: ellipsis;
      }
      footer {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        justify-content: flex-end;
        gap: 0.5rem;
        margin-top: auto;
        padding-top: 0.75rem;
      }
      footer p {
        margin-right: auto;
      }
      footer button {
        height: 2rem;
        padding: 0 0.75rem;
        border: 1px solid var(--edge);
        border-radius: 6px;
        background: var(--card);
        cursor: pointer;
      }
      footer button:hover {
        background: var(--raised);
      }
      @container (max-width: 44rem) {
        .wide {
          display: none;
        }
      }
      @container (max-width: 30rem) {
        header {
          flex-wrap: wrap;
        }
        input {
          width: 7rem;
        }
      }
    `,
  ];

  /** Nodes have methods that are called `after` and `before`. */
  static properties = {
    ...{ sort: { type: String }, search: { type: String } },
    ...{ follows: { type: String, attribute: "after" }, precedes: { type: String, attribute: "before" } },
  };

  constructor() {
    super();
    this.sort = "";
    this.search = "";
    this.follows = "";
    this.precedes = "";
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.typing = undefined;
  }

  /** Its orders with their names; the first is that of an empty `sort`. @returns {Record<string, string>} */
  sorts() {
    return {};
  }

  searched() {
    return true;
  }

  /** The variables of a page. */
  page() {
    return this.precedes ? { last: SIZE, before: this.precedes } : { first: SIZE, after: this.follows || null };
  }

  ordered() {
    return this.sort || (Object.keys(this.sorts())[0] ?? "");
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearTimeout(this.typing);
  }

  isEmpty({ edges }) {
    return edges.length === 0 && !this.follows && !this.precedes;
  }

  choices() {
    const sorts = this.sorts();
    const known = Object.hasOwn(sorts, this.ordered()) ? sorts : { [this.sort]: this.sort, ...sorts };
    return html`${this.searched()
        ? html`<input type="search" aria-label="Search ${this.label}" placeholder="Search" maxlength=${LONGEST} .value=${this.search} @input=${this.typed} />`
        : nothing}
      <select aria-label="Order of ${this.label}" @change=${(event) => this.turn({ sort: event.target.value })}>
        ${Object.entries(known).map(([name, label]) => html`<option value=${name} .selected=${name === this.ordered()}>${label}</option>`)}
      </select>`;
  }

  typed(event) {
    const { value } = event.target;
    clearTimeout(this.typing);
    this.typing = setTimeout(() => this.turn({ search: value.trim() }), PAUSE_MS);
  }

  /** Shows another part, or another order; another order begins at its first page. */
  turn(/** @type {Partial<State>} */ detail) {
    // while it waits it is short: the reader of its end would be below it, where it asks nothing
    if (this.getBoundingClientRect().top < 0) this.scrollIntoView();
    const { after = "", before = "", ...rest } = detail;
    Object.assign(this, { follows: after, precedes: before }, rest);
    this.tell({ after, before, ...rest });
  }

  /** How many there are, and the ways to those before and after. */
  pages({ edges, totalCount = null, pageInfo }) {
    const { hasNextPage, hasPreviousPage, startCursor, endCursor } = pageInfo;
    return html`<footer>
      <p class="soft">${totalCount === null ? nothing : html`${edges.length} of ${count(totalCount)}`}</p>
      ${edges.length ? nothing : html`<button data-do="first" @click=${() => this.turn({})}>To the first page</button>`}
      ${hasPreviousPage && startCursor ? html`<button data-do="previous" @click=${() => this.turn({ before: startCursor })}>Previous</button>` : nothing}
      ${hasNextPage && endCursor ? html`<button data-do="next" @click=${() => this.turn({ after: endCursor })}>Next</button>` : nothing}
    </footer>`;
  }
}
