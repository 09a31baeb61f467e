// <viewpulse-picker>: finds a content by its title or id.

import { Contents, CreatorContents } from "./documents/more.js";
import { session } from "./session.js";
import { base } from "./style.js";
import { words } from "./format.js";
import { LitElement, css, html, nothing } from "./vendor/lit-3.3.3.js";

const PAUSE_MS = 300; // while the reader types
const FIRST = 8;

/** @fires viewpulse-change With the id of the content that is chosen. */
export class Picker extends LitElement {
  static styles = [
    ...base,
    css`
      :host {
        position: relative;
        max-width: 36rem;
      }
      input {
        width: 100%;
        height: 2.5rem;
        padding: 0 0.75rem;
        border: 1px solid var(--edge);
        border-radius: 8px;
        background: var(--card);
      }
      ul {
        position: absolute;
        z-index: 20;
        top: calc(100% + 6px);
        left: 0;
        right: 0;
        padding: 0.375rem;
        border: 1px solid var(--line);
        border-radius: 12px;
        background: var(--card);
        box-shadow: 0 8px 24px rgb(0 0 0 / 0.16);
        list-style: none;
      }
      li {
        display: flex;
        gap: 0.75rem;
        padding: 0.5rem 0.75rem;
        border-radius: 8px;
        cursor: pointer;
      }
      li[aria-selected="true"],
      li:hover {
        background: var(--wash);
      }
      li b {
        flex: 1;
        overflow: hidden;
        font-weight: 500;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      li span {
        color: var(--soft);
        white-space: nowrap;
      }
    `,
  ];

  static properties = {
    content: { type: String },
    creator: { type: String },
    name: { type: String },
    found: { state: true },
    at: { state: true },
    message: { state: true },
  };

  constructor() {
    super();
    /** Id of the content that is shown. */
    this.content = "";
    /** Whose contents are searched; those of all creators when left out. */
    this.creator = "";
    /** Its title. */
    this.name = "";
    /** @type {{ contentId: string, title: string | null, type: string | null }[]} */
    this.found = [];
    this.at = -1;
    this.message = "";
    this.searched = "";
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.pause = undefined;
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearTimeout(this.pause);
  }

  typed(event) {
    const text = /** @type {HTMLInputElement} */ (event.target).value;
    clearTimeout(this.pause);
    this.pause = setTimeout(() => void this.search(text.trim()), PAUSE_MS);
  }

  async search(text) {
    if (!session.connection) return;
    this.searched = text;
    const search = text || null;
    try {
      const answer = this.creator
        ? await session.connection.ask(CreatorContents, { creatorId: this.creator, search, first: FIRST })
        : await session.connection.ask(Contents, { search, first: FIRST });
      if (this.searched !== text) return;
      this.found = answer.edges.map(({ node }) => node);
      this.at = -1;
      this.message = this.found.length ? `${this.found.length} contents` : "No content has this title or id.";
    } catch (error) {
      this.found = [];
      this.message = /** @type {Failure} */ (error).message;
    }
  }

  choose(contentId) {
    clearTimeout(this.pause);
    this.found = [];
    this.message = "";
    this.dispatchEvent(new CustomEvent("viewpulse-change", { detail: { content: contentId }, bubbles: true, composed: true }));
  }

  pressed(event) {
    const input = /** @type {HTMLInputElement} */ (event.target);
    const { key } = event;
    if (key === "ArrowDown" || key === "ArrowUp") {
      event.preventDefault();
      if (!this.found.length) {
        void this.search(input.value === this.name ? "" : input.value.trim());
        return;
      }
      this.at = (this.at + (key === "ArrowDown" ? 1 : -1) + this.found.length) % this.found.length;
    } else if (key === "Enter") {
      const id = this.found[this.at]?.contentId ?? input.value.trim();
      if (id) this.choose(id);
    } else if (key === "Escape") {
      this.found = [];
    }
  }

  render() {
    const open = this.found.length > 0;
    return html`<input
        type="search"
        role="combobox"
        aria-label="Content, by title or id"
        aria-expanded=${open}
        aria-controls="found"
        aria-autocomplete="list"
        aria-activedescendant=${this.at >= 0 ? `found-${this.at}` : nothing}
        autocomplete="off"
        spellcheck="false"
        placeholder="Find a content by its title or id"
        .value=${this.name}
        @input=${this.typed}
        @keydown=${this.pressed}
        @focus=${(event) => /** @type {HTMLInputElement} */ (event.target).select()}
        @blur=${() => setTimeout(() => (this.found = []), 150)}
      />
      <ul id="found" role="listbox" aria-label="Contents" ?hidden=${!open}>
        ${this.found.map(
          ({ contentId, title, type }, at) => html`<li id="found-${at}" role="option" aria-selected=${at === this.at} @mousedown=${() => this.choose(contentId)}>
            <b>${title ?? contentId}</b><span>${type ? words(type) : contentId}</span>
          </li>`,
        )}
      </ul>
      <p class="unseen" role="status">${this.message}</p>`;
  }
}

customElements.define("viewpulse-picker", Picker);
