// <viewpulse-sharing>: the dialog that makes links of what the page shows, lists them and revokes them.

import { change } from "./changing.js";
import { CreateShareLink, RevokeShareLink, ShareLinks } from "./documents/links.js";
import { moment } from "./format.js";
import { session } from "./session.js";
import { sharingSheet } from "./sharing_style.js";
import { rangeOf } from "./state.js";
import { base } from "./style.js";
import { LitElement, html, nothing } from "./vendor/lit-3.3.3.js";

const DAY_MS = 86_400_000;
const ENDS = { 1: "1 day", 7: "7 days", 30: "30 days", 90: "90 days", 365: "1 year" };
const MOST_SHOWN = 6; // of embed_page.js
const MOST_LISTED = 100;
const THINKING_MS = 5_000;

/** What a link can show. @type {Record<string, string>} */
const SHOWN = {
  "live-counter": "Watching now",
  figures: "Main numbers",
  series: "Over time",
  breakdown: "Audience",
  heatmap: "When it is viewed",
  retention: "Retention",
  scores: "Scores",
  top: "Most viewed",
};

/**
 * @attr content Id of the content; without it and a creator, the links are of the platform.
 * @attr creator
 */
export class Sharing extends LitElement {
  static styles = [...base, sharingSheet];

  static properties = {
    ...{ content: { type: String }, creator: { type: String }, range: { type: String }, timezone: { type: String } },
    ...{ definition: { type: String }, metric: { type: String }, theme: { type: String } },
    ...{ days: { state: true }, ranged: { state: true }, shows: { state: true }, origins: { state: true } },
    ...{ made: { state: true }, links: { state: true }, failure: { state: true }, asked: { state: true }, said: { state: true }, busy: { state: true } },
  };

  constructor() {
    super();
    this.content = this.creator = "";
    this.range = "28d";
    this.timezone = "UTC";
    this.definition = "start@1";
    this.metric = "views";
    this.theme = "";
    this.days = "30";
    /** Whether the link opens the range only, or all time. */
    this.ranged = true;
    this.shows = ["live-counter", "series"];
    this.origins = "";
    /** The link that was just made. @type {{ path: string } | null} */
    this.made = null;
    /** @type {{ totalCount: number, nodes: any[] } | null} */
    this.links = null;
    /** @type {Failure | null} */
    this.failure = null;
    /** The link whose revocation was clicked once. */
    this.asked = "";
    this.said = "";
    this.busy = false;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.thinking = undefined;
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearTimeout(this.thinking);
  }

  willUpdate(changed) {
    if (changed.has("content") || changed.has("creator")) this.made = this.links = this.failure = null;
  }

  of() {
    if (this.content) return { contentId: this.content };
    return this.creator ? { creatorId: this.creator } : { platform: true };
  }

  /** What can be shown: curves and scores are of contents, lists of the platform over all time, and days of the past have no viewers now. */
  choices() {
    const isPast = this.ranged && rangeOf(this.range)?.input["between"] !== undefined;
    const closed = [
      ...(this.content ? [] : ["retention", "scores"]),
      ...(this.content || this.creator || this.ranged ? ["top"] : []),
      ...(isPast ? ["live-counter"] : []),
    ];
    return Object.keys(SHOWN).filter((name) => !closed.includes(name));
  }

  chosen() {
    return this.choices().filter((name) => this.shows.includes(name)).slice(0, MOST_SHOWN);
  }

  open() {
    this.dialog()?.showModal();
    void this.list();
  }

  dialog() {
    return this.renderRoot.querySelector("dialog");
  }

  async list() {
    await this.attempt(async (connection) => (this.links = await connection.ask(ShareLinks, { of: this.of(), first: MOST_LISTED })));
  }

  async make(event) {
    event.preventDefault();
    this.busy = true;
    await this.attempt(async (connection) => {
      const expiresAt = new Date(Date.now() + Number(this.days) * DAY_MS).toISOString();
      const range = this.ranged ? (rangeOf(this.range)?.input ?? null) : null;
      const origins = this.origins.split(/[\s,]+/).filter(Boolean);
      this.made = await change(connection, CreateShareLink, { of: this.of(), expiresAt, range, origins });
      await this.list();
      this.said = "The link is made.";
      await this.updateComplete;
      /** @type {HTMLElement | null} */ (this.renderRoot.querySelector(".made textarea"))?.focus();
    });
    this.busy = false;
  }

  /** Asks again at the first click, revokes at the second. */
  async revoke(/** @type {string} */ linkId) {
    clearTimeout(this.thinking);
    if (this.asked !== linkId) {
      this.asked = linkId;
      this.thinking = setTimeout(() => (this.asked = ""), THINKING_MS);
      return;
    }
    this.asked = "";
    await this.attempt(async (connection) => {
      await change(connection, RevokeShareLink, { linkId });
      await this.list();
      this.said = "The link is revoked.";
    });
  }

  async attempt(/** @type {(connection: import("./live.js").Connection) => Promise<unknown>} */ what) {
    this.failure = null;
    this.said = "";
    const { connection } = session;
    if (!connection) return;
    try {
      await what(connection);
    } catch (failure) {
      this.failure = /** @type {Failure} */ (failure);
    }
  }

  /** The address of the link that was made, with what it shows. */
  address() {
    const url = new URL(this.made?.path ?? "", document.baseURI);
    const said = { show: this.chosen().join(","), range: this.range, tz: this.timezone, definition: this.definition, metric: this.metric, theme: this.theme };
    for (const [name, value] of Object.entries(said)) if (value) url.searchParams.set(name, value);
    return url.href;
  }

  /** What a page of another site contains to show it. */
  snippets() {
    const address = this.address();
    const link = new URL(this.made?.path ?? "", document.baseURI).href;
    const attributes = `range="${this.range}" timezone="${this.timezone}" definition="${this.definition}"`;
    /** What embed_page.js gives them, too. @type {Record<string, string>} */
    const own = { series: ` metric="${this.metric}"`, breakdown: ` by="COUNTRY" dimensions="COUNTRY DEVICE PLATFORM SOURCE"` };
    const elements = this.chosen().map((name) => `<viewpulse-${name} label="${SHOWN[name]}" ${attributes}${own[name] ?? ""}\n  link="${marked(link)}"></viewpulse-${name}>`);
    return {
      Address: address,
      Frame: `<iframe src="${marked(address)}"\n  title="Viewpulse" width="100%" height="560" style="border: 0" referrerpolicy="no-referrer"></iframe>`,
      Elements: [`<script type="module" src="${new URL("embed.js", document.baseURI).href}"></scr` + "ipt>", ...elements].join("\n"),
    };
  }

  render() {
    return html`<button class="open" @click=${this.open}>Share</button>
      <dialog aria-labelledby="name" @click=${(event) => event.target === event.currentTarget && event.target.close()}>
        <div class="inner">
          <header><h2 id="name">Share ${this.content || this.creator || "the platform"}</h2><button aria-label="Close" @click=${() => this.dialog()?.close()}>✕</button></header>
          ${this.form()} ${this.made ? this.result() : nothing} ${this.failed("")}
          <p class="unseen" role="status">${this.said}</p>
          ${this.links ? this.listed(this.links) : nothing}
        </div>
      </dialog>`;
  }

  form() {
    const value = (event) => /** @type {HTMLInputElement} */ (event.target).value;
    return html`<form @submit=${this.make}>
      <label>Opens
        <select @change=${(event) => (this.ranged = value(event) === "range")}>
          <option value="range" .selected=${this.ranged}>${rangeOf(this.range)?.label ?? this.range} at most</option>
          <option value="all" .selected=${!this.ranged}>All time</option>
        </select>
      </label>
      <label>Ends after
        <select aria-invalid=${this.blames("expiresAt")} @change=${(event) => (this.days = value(event))}>
          ${Object.entries(ENDS).map(([days, label]) => html`<option value=${days} .selected=${days === this.days}>${label}</option>`)}
        </select>
      </label>
      ${this.failed("expiresAt")}
      <label class="wide">Pages that may contain it, by their origins, such as ${location.origin}; none: it is a page of its own
        <textarea rows="2" spellcheck="false" aria-invalid=${this.blames("origins")} .value=${this.origins} @input=${(event) => (this.origins = value(event))}></textarea>
      </label>
      ${this.failed("origins")}
      <fieldset class="wide"><legend>Shows, up to ${MOST_SHOWN}</legend>
        ${this.choices().map(
          (name) => html`<label class="check"><input
              type="checkbox"
              value=${name}
              .checked=${this.shows.includes(name)}
              ?disabled=${!this.shows.includes(name) && this.chosen().length >= MOST_SHOWN}
              @change=${(event) => (this.shows = event.target.checked ? [...this.shows, name] : this.shows.filter((one) => one !== name))}
            />
            ${SHOWN[name]}</label>`,
        )}
      </fieldset>
      <button class="main" ?disabled=${this.busy || !this.chosen().length}>Make a link</button>
    </form>`;
  }

  result() {
    return html`<div class="made">
      <p>Everyone who has this sees it, until it ends or you revoke it. It is shown once.</p>
      ${Object.entries(this.snippets()).map(
        ([name, text]) => html`<label>${name}<textarea readonly rows=${name === "Address" ? 2 : 3} .value=${text} @focus=${(event) => event.target.select()}></textarea></label>
          <button data-copy=${name} @click=${(event) => void this.copy(name, text, event)}>Copy<span class="unseen"> ${name.toLowerCase()}</span></button>`,
      )}
    </div>`;
  }

  async copy(name, text, event) {
    try {
      await navigator.clipboard.writeText(text);
      this.said = `${name} copied.`;
    } catch {
      event.target.closest("button").previousElementSibling?.querySelector("textarea")?.focus(); // it is selected there
      this.said = "Copy what is selected.";
    }
  }

  listed({ totalCount, nodes }) {
    if (!nodes.length) return html`<p class="soft">There is no link yet.</p>`;
    return html`<div class="scroll" tabindex="0" role="region" aria-label="Links">
        <table>
          <caption class="unseen">Links</caption>
          <thead><tr><th scope="col">Made</th><th scope="col">Opens</th><th scope="col">For pages of</th><th scope="col">State</th><th scope="col"><span class="unseen">Action</span></th></tr></thead>
          <tbody>
            ${nodes.map((one) => this.row(one))}
          </tbody>
        </table>
      </div>
      ${totalCount > nodes.length ? html`<p class="soft">The newest ${nodes.length} of ${totalCount}.</p>` : nothing}`;
  }

  row({ linkId, createdAt, expiresAt, revokedAt, hasRange, origins }) {
    const isOver = revokedAt || Date.parse(expiresAt) < Date.now();
    const sure = this.asked === linkId;
    const made = moment(createdAt, this.timezone);
    return html`<tr data-link=${linkId}>
      <th scope="row">${made}</th>
      <td>${hasRange ? "A range" : "All time"}</td>
      <td>${origins.join(", ") || "–"}</td>
      <td class=${isOver ? "soft" : ""}>${revokedAt ? "Revoked" : `${isOver ? "Ended" : "Until"} ${moment(expiresAt, this.timezone)}`}</td>
      <td>
        ${isOver
          ? nothing
          : html`<button class=${sure ? "sure" : ""} aria-label="${sure ? "Really revoke" : "Revoke"} the link of ${made}" @click=${() => this.revoke(linkId)}>${sure ? "Really revoke" : "Revoke"}</button>`}
      </td>
    </tr>`;
  }

  blames(field) {
    return this.failure !== null && fieldOf(this.failure) === field;
  }

  /** What went wrong, at its field; without one, below the form. */
  failed(field) {
    if (!this.failure || fieldOf(this.failure) !== field) return nothing;
    return html`<p class="trouble" role="alert">${this.failure.message}</p>`;
  }
}

/** The field of the form that a failure names. */
function fieldOf({ message }) {
  return /^(expiresAt|origins)\b[.\d]*: /.exec(message)?.[1] ?? "";
}

/** Text as an attribute has it. */
const marked = (/** @type {string} */ text) => text.replaceAll("&", "&amp;").replaceAll('"', "&quot;");

customElements.define("viewpulse-sharing", Sharing);
