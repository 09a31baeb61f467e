// <viewpulse-projects>: the projects of the server, for its operators: create one, archive one, take it back.

import { Asked } from "../asked.js";
import { change } from "../changing.js";
import { ArchiveProject, CreateProject, Projects as Question, RestoreProject } from "../documents/settings.js";
import { count, moment } from "../format.js";
import { Sure, formSheet } from "../sure.js";
import { column } from "../table.js";
import { css, html, nothing } from "../vendor/lit-3.3.3.js";

const FIRST = 20; // each has totals of its own

export class Projects extends Asked {
  static styles = [
    ...Asked.styles,
    formSheet,
    css`
      th.name {
        white-space: normal;
        overflow-wrap: anywhere;
      }
      .pages {
        display: flex;
        align-items: center;
        gap: 0.5rem;
        margin-top: 0.75rem;
      }
      @container (max-width: 44rem) {
        .wide {
          display: none;
        }
      }
    `,
  ];

  static properties = { passed: { state: true } };

  constructor() {
    super();
    this.sure = new Sure(this);
    /** The cursors that the pages before this one end with. @type {string[]} */
    this.passed = [];
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.sure.leave();
  }

  question() {
    return { document: Question, variables: { first: FIRST, after: this.passed.at(-1) ?? null, ...this.counted() } };
  }

  nodes({ edges }) {
    return edges.map(({ node }) => node);
  }

  /** Changes something, and asks again what there is. */
  async change(document, variables) {
    await change(this.connection, document, variables);
    this.askLater(0);
  }

  create(event) {
    event.preventDefault();
    const input = /** @type {HTMLInputElement} */ (event.target.elements.name);
    void this.sure.run("create", async () => {
      await this.change(CreateProject, { name: input.value.trim() || null });
      input.value = "";
    });
  }

  body(answer) {
    const { totalCount, pageInfo } = answer;
    const nodes = this.nodes(answer);
    return html`<table>
        <caption class="unseen">${this.label}</caption>
        <thead><tr>
          <th scope="col">Name</th>
          <th scope="col" class="number">Number</th>
          <th scope="col" class="wide">Created</th>
          <th scope="col" class="number wide">Views</th>
          <th scope="col">State</th>
          <th scope="col"><span class="unseen">Action</span></th>
        </tr></thead>
        <tbody>${nodes.map((one) => this.row(one))}</tbody>
      </table>
      ${totalCount > nodes.length
        ? html`<p class="pages">
            <button class="do" ?disabled=${!this.passed.length} @click=${() => (this.passed = this.passed.slice(0, -1))}>Back</button>
            <button class="do" ?disabled=${!pageInfo.hasNextPage} @click=${() => (this.passed = [...this.passed, pageInfo.endCursor])}>More</button>
            <span class="soft">${count(this.passed.length * FIRST + 1)} to ${count(this.passed.length * FIRST + nodes.length)} of ${count(totalCount)}</span>
          </p>`
        : nothing}
      <form @submit=${this.create}>
        <label>Name of a new project<input name="name" maxlength="200" autocomplete="off" aria-invalid=${this.sure.failed === "create"} aria-describedby="problem" /></label>
        <button class="do" ?disabled=${this.sure.busy === "create"}>Create</button>
        ${this.sure.problemOf("create")}
      </form>`;
  }

  row({ projectId, name, createdAt, archivedAt, deletedAt, stats }) {
    const what = `project ${projectId}`;
    const state = deletedAt ? "Is being deleted" : archivedAt ? `Archived ${moment(archivedAt, this.timezone)}` : "Takes events";
    const action = deletedAt
      ? nothing
      : archivedAt
        ? html`<button class="do" aria-label="Restore ${what}" @click=${() => this.sure.run(what, () => this.change(RestoreProject, { projectId }))}>Restore</button>`
        : this.sure.button("Archive", what, what, () => this.change(ArchiveProject, { projectId }));
    return html`<tr data-project=${projectId}>
      <th scope="row" class="name">${name}</th>
      <td class="number">${projectId}</td>
      <td class="wide soft">${moment(createdAt, this.timezone)}</td>
      <td class="number wide">${stats ? count(stats.views) : "–"}</td>
      <td class="state">${state}</td>
      <td class="number">${action} ${this.sure.problemOf(what)}</td>
    </tr>`;
  }

  /** @returns {Table} */
  table(answer) {
    return {
      columns: [
        ...[column("projectId", "Number", "text"), column("name", "Name", "text"), column("createdAt", "Created", "time")],
        ...[column("archivedAt", "Archived", "time"), column("deletedAt", "Deleted", "time"), column("stats.views", "Views")],
      ],
      rows: this.nodes(answer).map((one) => [one.projectId, one.name, one.createdAt, one.archivedAt, one.deletedAt, one.stats?.views ?? null]),
    };
  }
}

customElements.define("viewpulse-projects", Projects);
