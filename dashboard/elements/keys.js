// <viewpulse-keys>: the write keys of the project, and a way to revoke one.

import { RevokeWriteKey, WriteKeysLive } from "../documents/settings.js";
import { moment } from "../format.js";
import { column, listed } from "../table.js";
import { Tile } from "../tile.js";
import { css, html, nothing } from "../vendor/lit-3.3.3.js";

const THINKING_MS = 5_000;

export class Keys extends Tile {
  static styles = [
    ...Tile.styles,
    css`
      button.revoke {
        height: 1.75rem;
        padding: 0 0.625rem;
        border: 1px solid var(--edge);
        border-radius: 6px;
        background: none;
        cursor: pointer;
      }
      button.sure {
        border-color: var(--bad);
        color: var(--bad);
        font-weight: 600;
      }
      code {
        font-size: 0.8125rem;
      }
      .problem {
        margin-top: 0.75rem;
        color: var(--bad);
      }
      @container (max-width: 44rem) {
        .wide {
          display: none;
        }
      }
    `,
  ];

  static properties = { asked: { state: true }, problem: { state: true } };

  constructor() {
    super();
    /** The fingerprint of the key that was clicked once. */
    this.asked = "";
    this.problem = "";
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.thinking = undefined;
  }

  question() {
    return { document: WriteKeysLive, variables: {} };
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearTimeout(this.thinking);
  }

  isEmpty({ keys }) {
    return keys.length === 0;
  }

  emptyText() {
    return "There is no write key; `viewpulse key create` makes one.";
  }

  /** Asks again at the first click, revokes at the second. */
  async revoke(/** @type {string} */ fingerprint) {
    clearTimeout(this.thinking);
    if (this.asked !== fingerprint) {
      this.asked = fingerprint;
      this.thinking = setTimeout(() => (this.asked = ""), THINKING_MS);
      return;
    }
    this.asked = this.problem = "";
    try {
      await this.connection?.ask(RevokeWriteKey, { fingerprint }); // sent twice, it does the same
    } catch (failure) {
      this.problem = /** @type {Failure} */ (failure).message;
    }
  }

  stateOf({ revokedAt, expiresAt }) {
    if (revokedAt) return "Revoked";
    if (!expiresAt) return "Valid";
    return Date.parse(expiresAt) < Date.now() ? "Expired" : `Until ${moment(expiresAt, this.timezone)}`;
  }

  body({ keys }) {
    return html`<table>
        <caption class="unseen">${this.label}</caption>
        <thead><tr>
          <th scope="col">Label</th>
          <th scope="col" class="wide">Fingerprint</th>
          <th scope="col" class="wide">Created</th>
          <th scope="col">State</th>
          <th scope="col"><span class="unseen">Action</span></th>
        </tr></thead>
        <tbody>
          ${keys.map(
            (key) => html`<tr>
              <th scope="row">${key.label || "–"}</th>
              <td class="wide"><code>${key.fingerprint}</code></td>
              <td class="wide soft">${moment(key.createdAt, this.timezone)}</td>
              <td class="state ${key.revokedAt ? "soft" : ""}">${this.stateOf(key)}</td>
              <td class="number">${key.revokedAt ? nothing : this.button(key)}</td>
            </tr>`,
          )}
        </tbody>
      </table>
      ${this.problem ? html`<p class="problem" role="alert">${this.problem}</p>` : nothing}`;
  }

  button({ fingerprint, label }) {
    const sure = this.asked === fingerprint;
    return html`<button class="revoke ${sure ? "sure" : ""}" aria-label="${sure ? "Really revoke" : "Revoke"} the key ${label}" @click=${() => this.revoke(fingerprint)}>
      ${sure ? "Really revoke" : "Revoke"}
    </button>`;
  }

  /** @returns {Table} */
  table({ keys }) {
    const columns = [
      ...[column("label", "Label", "text"), column("fingerprint", "Fingerprint", "text"), column("createdAt", "Created", "time")],
      ...[column("expiresAt", "Expires", "time"), column("revokedAt", "Revoked", "time")],
    ];
    return listed(columns, keys);
  }
}

customElements.define("viewpulse-keys", Keys);
