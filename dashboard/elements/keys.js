// <viewpulse-keys>: the write keys of the project, a way to make one, which is shown once, and to revoke one.

import { change } from "../changing.js";
import { CreateWriteKey, RevokeWriteKey, WriteKeysLive } from "../documents/settings.js";
import { moment } from "../format.js";
import { Sure, formSheet } from "../sure.js";
import { column, listed } from "../table.js";
import { Tile } from "../tile.js";
import { css, html, nothing } from "../vendor/lit-3.3.3.js";

export class Keys extends Tile {
  static styles = [
    ...Tile.styles,
    formSheet,
    css`
      code {
        font-size: 0.8125rem;
      }
      @container (max-width: 44rem) {
        .wide {
          display: none;
        }
      }
    `,
  ];

  static properties = { made: { state: true }, copied: { state: true } };

  constructor() {
    super();
    this.sure = new Sure(this);
    /** The new key, until the reader has kept it. @type {{ key: string, label: string } | null} */
    this.made = null;
    /** What became of the copy. */
    this.copied = "";
  }

  question() {
    return { document: WriteKeysLive, variables: {} };
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.sure.leave();
    this.made = null;
  }

  reconnect() {
    const { connection } = this;
    super.reconnect();
    if (connection !== this.connection) this.made = null;
  }

  create(event) {
    event.preventDefault();
    const input = /** @type {HTMLInputElement} */ (event.target.elements.label);
    void this.sure.run("create", async () => {
      const { key, writeKey } = await change(this.connection, CreateWriteKey, { label: input.value.trim() });
      this.made = { key, label: writeKey.label };
      this.copied = input.value = "";
    });
  }

  async copy() {
    try {
      await navigator.clipboard.writeText(this.made?.key ?? "");
      this.copied = "Copied";
    } catch {
      this.copied = "It could not be copied: select it";
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
      ${this.made ? this.secret(this.made) : nothing}
      <form @submit=${this.create}>
        <label>What a new key is for<input name="label" maxlength="200" autocomplete="off" aria-invalid=${this.sure.failed === "create"} aria-describedby="problem" /></label>
        <button class="do" ?disabled=${this.sure.busy === "create"}>Create a key</button>
        ${this.sure.problemOf("create")}
      </form>`;
  }

  secret({ key, label }) {
    return html`<div class="secret" role="group" aria-label="The new key">
      <p>The key ${label}: keep it now, it is not shown again.</p>
      <code>${key}</code>
      <div>
        <button class="do" @click=${this.copy}>Copy</button>
        <button class="do" @click=${() => (this.made = null)}>I have kept it</button>
        <span role="status">${this.copied}</span>
      </div>
    </div>`;
  }

  button({ fingerprint, label }) {
    const act = async () => void (await change(this.connection, RevokeWriteKey, { fingerprint }));
    return html`${this.sure.button("Revoke", `the key ${label}`, fingerprint, act)} ${this.sure.problemOf(fingerprint)}`;
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
