// <viewpulse-accounts>: the social accounts of a workspace with their latest numbers.

import { SocialAccountsLive, SocialWorkspaces } from "../documents/social.js";
import { moment, words } from "../format.js";
import { column } from "../table.js";
import { Tile } from "../tile.js";
import { css, html, nothing } from "../vendor/lit-3.3.3.js";
import { networkName, numberCell, valuesOf } from "./social.js";

const FIRST = 50;
const NUMBERS = ["followers", "reach", "impressions", "profileViews"];

/** @attr workspace Its id; left out, the first one. */
export class Accounts extends Tile {
  static styles = [
    ...Tile.styles,
    css`
      tr[aria-current] > * {
        background: var(--wash);
      }
      th.name {
        width: 30%;
        white-space: normal;
        overflow-wrap: anywhere;
      }
      .off {
        color: var(--warn);
      }
      @container (max-width: 44rem) {
        .wide {
          display: none;
        }
      }
    `,
  ];

  static properties = { workspace: { type: String }, account: { type: String }, workspaces: { state: true } };

  constructor() {
    super();
    this.workspace = "";
    /** The account whose posts are shown. */
    this.account = "";
    /** @type {{ workspaceId: string, name: string }[] | null} */
    this.workspaces = null;
  }

  /** Finds the workspaces first, with each connection. */
  reconnect() {
    const before = this.connection;
    super.reconnect();
    const { connection } = this;
    if (!connection || connection === before) return;
    this.workspaces = null;
    connection.ask(SocialWorkspaces, { first: 100 }).then(
      ({ nodes }) => (this.workspaces = nodes),
      (failure) => {
        this.failure = failure;
        this.judge();
      },
    );
  }

  chosen() {
    return this.workspace || (this.workspaces?.[0]?.workspaceId ?? "");
  }

  question() {
    const workspaceId = this.chosen();
    return workspaceId ? { document: SocialAccountsLive, variables: { workspaceId, first: FIRST } } : null;
  }

  stateNow() {
    return this.workspaces?.length === 0 && !this.workspace ? "empty" : super.stateNow();
  }

  isEmpty({ nodes }) {
    return nodes.length === 0;
  }

  emptyText() {
    return "No account is connected: docs/social.md says how.";
  }

  choices() {
    if ((this.workspaces?.length ?? 0) < 2) return nothing;
    return html`<select aria-label="Workspace" @change=${(event) => this.tell({ workspace: event.target.value, account: "" })}>
      ${this.workspaces?.map(({ workspaceId, name }) => html`<option value=${workspaceId} .selected=${workspaceId === this.chosen()}>${name}</option>`)}
    </select>`;
  }

  body({ nodes }) {
    const shownAccount = this.account;
    return html`<table>
      <caption class="unseen">${this.label}</caption>
      <thead><tr>
        <th scope="col">Account</th>
        <th scope="col" class="number">Followers</th>
        <th scope="col" class="number">Reach</th>
        <th scope="col" class="number wide">Impressions</th>
        <th scope="col" class="number wide">Profile views</th>
        <th scope="col" class="number wide">Collected</th>
      </tr></thead>
      <tbody>
        ${nodes.map(
          ({ accountId, network, handle, state, collectedAt, metrics }) => html`<tr aria-current=${accountId === shownAccount ? "true" : nothing}>
            <th scope="row" class="name">
              <a href="?page=social&account=${encodeURIComponent(accountId)}" data-account=${accountId}>${networkName(network)}</a>
              <span class="soft">${handle ?? ""}</span> ${state === "CONNECTED" ? nothing : html`<span class="off">${words(state)}</span>`}
            </th>
            ${numberCell(metrics.followers)}${numberCell(metrics.reach)}${numberCell(metrics.impressions, "count", "wide")}${numberCell(metrics.profileViews, "count", "wide")}
            <td class="number wide soft">${collectedAt ? moment(collectedAt, this.timezone) : "–"}</td>
          </tr>`,
        )}
      </tbody>
    </table>`;
  }

  /** @returns {Table} */
  table({ nodes }) {
    return {
      columns: [
        ...[column("accountId", "Id", "text"), column("network", "Network", "text"), column("handle", "Handle", "text")],
        ...[column("collectedAt", "Collected", "time"), ...NUMBERS.map((name) => column(name, words(name)))],
      ],
      rows: nodes.map((one) => [one.accountId, one.network, one.handle, one.collectedAt, ...valuesOf(one.metrics, NUMBERS)]),
    };
  }
}

customElements.define("viewpulse-accounts", Accounts);
