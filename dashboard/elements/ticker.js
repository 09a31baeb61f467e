// <viewpulse-ticker>: the newest of what arrives, as it arrives.

import { NewestEventsLive } from "../documents/arriving.js";
import { count, second, words } from "../format.js";
import { column, listed } from "../table.js";
import { Tile } from "../tile.js";
import { css, html, nothing } from "../vendor/lit-3.3.3.js";

const FIRST = 50;
const HOUR = { last: "1h" };
const SAID_MS = 15_000; // a flood is not read aloud, only how much came
const COUNTRIES = new Intl.DisplayNames("en-GB", { type: "region" });

/** It stands still while it is paused, pointed at, or has the focus. */
export class Ticker extends Tile {
  static styles = [
    ...Tile.styles,
    css`
      :host {
        --tile-height: 18rem;
      }
      button.pause {
        height: 1.75rem;
        padding: 0 0.625rem;
        border: 1px solid var(--line);
        border-radius: 6px;
        background: none;
        cursor: pointer;
      }
      .waiting {
        padding: 0 0.5rem;
        border-radius: 999px;
        background: var(--wash);
        color: var(--accent);
        font-size: 0.75rem;
        line-height: 1.375rem;
        white-space: nowrap;
      }
      td.name {
        max-width: 0;
        width: 50%;
        overflow: hidden;
        text-overflow: ellipsis;
      }
      tr.new > * {
        animation: come 1.6s ease-out;
      }
      @keyframes come {
        from {
          background: var(--wash);
        }
      }
      @container (max-width: 34rem) {
        .wide {
          display: none;
        }
      }
    `,
  ];

  static properties = { paused: { state: true }, held: { state: true }, spoken: { state: true } };

  constructor() {
    super();
    this.paused = false;
    /** What is shown while it stands still. @type {any} */
    this.held = null;
    /** What a screen reader was told. */
    this.spoken = "";
    this.saidAt = 0;
    /** The ids of the answer before. @type {Set<string>} */
    this.known = new Set();
    /** Those that came with the newest one. @type {Set<string>} */
    this.fresh = new Set();
    /** How many came since something was said. */
    this.unsaid = 0;
    /** The answer that was looked at, and the question that it was for. @type {unknown} */
    this.looked = null;
    this.lookedKey = "";
    this.pointed = this.focused = false;
  }

  question() {
    return { document: NewestEventsLive, variables: { range: HOUR, first: FIRST, include: this.counted().include } };
  }

  nodes(answer) {
    return answer.edges.map(({ node }) => node);
  }

  isEmpty(answer) {
    return answer.edges.length === 0;
  }

  emptyText() {
    return "Nothing has arrived in the last hour.";
  }

  reconnect() {
    const { connection } = this;
    super.reconnect();
    if (connection === this.connection) return;
    this.held = null;
    this.lookedKey = "";
  }

  /** Stands still, or goes on with the newest answer. */
  hold(/** @type {Partial<Ticker>} */ changed) {
    Object.assign(this, changed);
    const still = this.paused || this.pointed || this.focused;
    this.held = still ? (this.held ?? this.answer) : null;
  }

  willUpdate(changed) {
    super.willUpdate(changed);
    if (!this.answer || this.looked === this.answer) return;
    this.looked = this.answer;
    const isFirst = this.lookedKey !== this.answerKey; // of this question: nothing in it is new
    this.lookedKey = this.answerKey;
    if (isFirst && this.held) this.held = this.answer;
    const ids = this.nodes(this.answer).map(({ eventId }) => eventId);
    this.fresh = new Set(isFirst ? [] : ids.filter((id) => !this.known.has(id)));
    this.known = new Set(ids);
    this.unsaid += this.fresh.size;
    if (!this.unsaid || Date.now() - this.saidAt < SAID_MS) return;
    this.spoken = `${count(this.unsaid)} new ${this.unsaid === 1 ? "event" : "events"}`;
    this.saidAt = Date.now();
    this.unsaid = 0;
  }

  /** How many have come since it stands still; as many as fit, or more. */
  since() {
    const shown = new Set(this.nodes(this.held).map(({ eventId }) => eventId));
    const fresh = this.nodes(this.answer).filter(({ eventId }) => !shown.has(eventId)).length;
    return fresh === FIRST ? `${FIRST} or more new` : `${fresh} new`;
  }

  choices() {
    if (this.state !== "ready" && this.state !== "stale") return nothing;
    return html`${this.held ? html`<span class="waiting">${this.since()}</span>` : nothing}
      <button class="pause" aria-pressed=${this.paused} @click=${() => this.hold({ paused: !this.paused })}>${this.paused ? "Go on" : "Pause"}</button>`;
  }

  body(answer) {
    return html`<div
        class="scroll"
        tabindex="0"
        role="region"
        aria-label="${this.label}; stands still while you are in it"
        @pointerenter=${(event) => event.pointerType === "mouse" && this.hold({ pointed: true })}
        @pointerleave=${() => this.hold({ pointed: false })}
        @focusin=${() => this.hold({ focused: true })}
        @focusout=${() => this.hold({ focused: false })}
      >
        <table aria-live="off">
          <caption class="unseen">${this.label}</caption>
          <thead><tr>
            <th scope="col">When</th>
            <th scope="col">What</th>
            <th scope="col">Content</th>
            <th scope="col" class="wide">From</th>
          </tr></thead>
          <tbody>${this.nodes(this.held ?? answer).map((one) => this.row(one))}</tbody>
        </table>
      </div>
      <p class="unseen" role="status">${this.spoken}</p>`;
  }

  row({ eventId, type, name, contentId, title, country, device, occurredAt }) {
    return html`<tr class=${!this.held && this.fresh.has(eventId) ? "new" : ""}>
      <td class="soft">${second(occurredAt, this.timezone)}</td>
      <th scope="row">${name ?? words(type)}</th>
      <td class="name">${contentId ? html`<a href="?page=content&content=${encodeURIComponent(contentId)}" data-content=${contentId}>${title ?? contentId}</a>` : "–"}</td>
      <td class="wide soft">${[country ? nameOf(country) : null, device ? words(device) : null].filter(Boolean).join(", ") || "–"}</td>
    </tr>`;
  }

  /** @returns {Table} */
  table(answer) {
    const columns = [
      ...[column("occurredAt", "When", "time"), column("type", "Type", "text"), column("name", "Name", "text"), column("contentId", "Id", "text")],
      ...[column("title", "Title", "text"), column("country", "Country", "text"), column("device", "Device", "text"), column("eventId", "Event", "text")],
    ];
    return listed(columns, this.nodes(this.held ?? answer));
  }
}

function nameOf(code) {
  try {
    return COUNTRIES.of(code) ?? code;
  } catch {
    return code;
  }
}

customElements.define("viewpulse-ticker", Ticker);
