// Forms in tiles: what cannot be undone is asked for twice, and an error stands where it belongs.

import { css, html, nothing } from "./vendor/lit-3.3.3.js";

const THINKING_MS = 5_000;

export const formSheet = css`
  form {
    display: flex;
    flex-wrap: wrap;
    align-items: end;
    gap: 0.5rem;
    margin-top: 1rem;
  }
  form label {
    display: grid;
    gap: 0.25rem;
    flex: 1 1 12rem;
    max-width: 22rem;
    color: var(--soft);
    font-size: 0.75rem;
  }
  form input {
    height: 2.125rem;
    min-width: 0;
    padding: 0 0.625rem;
    border: 1px solid var(--edge);
    border-radius: 6px;
    background: var(--card);
    color: var(--ink);
    font-size: 0.875rem;
  }
  form input[aria-invalid="true"] {
    border-color: var(--bad);
  }
  button.do {
    min-height: 1.875rem;
    padding: 0.125rem 0.75rem;
    border: 1px solid var(--edge);
    border-radius: 6px;
    background: none;
    cursor: pointer;
  }
  form button.do {
    min-height: 2.125rem;
  }
  button.do:disabled {
    opacity: 0.55;
    cursor: default;
  }
  button.sure {
    border-color: var(--bad);
    color: var(--bad);
    font-weight: 600;
  }
  .problem {
    flex-basis: 100%;
    color: var(--bad);
    font-size: 0.8125rem;
  }
  .secret {
    display: grid;
    gap: 0.5rem;
    margin-top: 1rem;
    padding: 0.75rem 0.875rem;
    border-radius: 8px;
    background: var(--raised);
  }
  .secret code {
    overflow-wrap: anywhere;
    user-select: all;
  }
  .secret div {
    display: flex;
    flex-wrap: wrap;
    gap: 0.5rem;
  }
`;

/** What a tile changes: it asks again at the first click, acts at the second, and keeps what went wrong. */
export class Sure {
  constructor(/** @type {import("./tile.js").Tile} */ tile) {
    this.tile = tile;
    /** What was clicked once. */
    this.asked = "";
    /** What is being done. */
    this.busy = "";
    /** What could not be done, and why. */
    this.failed = "";
    this.problem = "";
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.thinking = undefined;
  }

  /**
   * Does something, once at a time.
   *
   * @param {string} what Names it, for `problemOf`.
   * @param {() => Promise<unknown>} act
   */
  async run(what, act) {
    if (this.busy) return;
    this.show({ busy: what, failed: "", problem: "" });
    try {
      await act();
    } catch (failure) {
      this.show({ failed: what, problem: /** @type {Failure} */ (failure).message });
    }
    this.show({ busy: "" });
  }

  /** Asks again at the first click, and acts at the second. */
  twice(/** @type {string} */ what, /** @type {() => Promise<unknown>} */ act) {
    clearTimeout(this.thinking);
    if (this.asked === what) {
      this.show({ asked: "" });
      return void this.run(what, act);
    }
    this.thinking = setTimeout(() => this.show({ asked: "" }), THINKING_MS);
    this.show({ asked: what });
  }

  /**
   * A button that has to be clicked twice.
   *
   * @param {string} verb `Revoke`
   * @param {string} object `the key of the app`
   * @param {string} what Names it among those of the tile.
   */
  button(verb, object, what, act) {
    const sure = this.asked === what;
    const label = sure ? `Really ${verb.toLowerCase()}` : verb;
    return html`<button class="do ${sure ? "sure" : ""}" aria-label="${label} ${object}" ?disabled=${this.busy === what} @click=${() => this.twice(what, act)}>${label}</button>`;
  }

  /** What went wrong with something. */
  problemOf(/** @type {string} */ what) {
    return this.failed === what ? html`<p class="problem" id="problem" role="alert">${this.problem}</p>` : nothing;
  }

  show(/** @type {Partial<Sure>} */ changed) {
    Object.assign(this, changed);
    this.tile.requestUpdate();
  }

  /** The tile is gone. */
  leave() {
    clearTimeout(this.thinking);
  }
}
