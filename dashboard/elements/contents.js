// <viewpulse-contents>: the contents of a creator, or of the platform, with their numbers, in any order and in pages.

import { TopContentsLive } from "../documents/first.js";
import { CreatorContentsLive } from "../documents/more.js";
import { count, duration, shown, words } from "../format.js";
import { column, listed } from "../table.js";
import { html } from "../vendor/lit-3.3.3.js";
import { List } from "./list.js";

/** @type {Record<string, string>} */
const SORTS = { VIEWS: "Views", WATCH_TIME: "Watch time", COMPLETION: "Completion rate", QUALITY: "Quality" };

export class Contents extends List {
  /** Those of the platform are those that were viewed: they are ordered by numbers only, and have no search. */
  sorts() {
    return this.creator ? { ...SORTS, RECENT: "Newest" } : SORTS;
  }

  searched() {
    return this.creator !== "";
  }

  question() {
    const page = { ...this.page(), ...this.filters() };
    if (!this.creator) return { document: TopContentsLive, variables: { by: this.ordered(), ...page } };
    return { document: CreatorContentsLive, variables: { creatorId: this.creator, search: this.search || null, sort: this.ordered(), ...page } };
  }

  emptyText() {
    if (!this.creator) return super.emptyText();
    return this.search ? "No content has this in its title." : "This creator has no contents yet.";
  }

  body(answer) {
    return html`<table>
        <caption class="unseen">${this.label}</caption>
        <thead><tr>
          <th scope="col">Content</th>
          <th scope="col" class="wide">Type</th>
          <th scope="col" class="number">Views</th>
          <th scope="col" class="number wide">Viewers</th>
          <th scope="col" class="number">Watch time</th>
          <th scope="col" class="number wide">Completion</th>
          <th scope="col" class="number wide">Quality</th>
        </tr></thead>
        <tbody>
          ${answer.edges.map(
            ({ node }) => html`<tr>
              <th scope="row" class="name"><a href="?page=content&content=${encodeURIComponent(node.contentId)}" data-content=${node.contentId}>${node.title ?? node.contentId}</a></th>
              <td class="wide soft">${node.type ? words(node.type) : "–"}</td>
              <td class="number">${count(node.views)}</td>
              <td class="number wide">${count(node.uniqueViewers)}</td>
              <td class="number">${duration(node.watchTime)}</td>
              <td class="number wide">${shown(node.completionRate, "percent")}</td>
              <td class="number wide">${shown(node.qualityScore, "score")}</td>
            </tr>`,
          )}
        </tbody>
      </table>
      ${this.pages(answer)}`;
  }

  /** @returns {Table} */
  table({ edges }) {
    const columns = [
      ...[column("contentId", "Id", "text"), column("title", "Title", "text"), column("type", "Type", "text")],
      ...[column("publishedAt", "Published", "time"), column("views", "Views"), column("uniqueViewers", "Viewers")],
      ...[column("watchTime", "Watch time", "seconds"), column("completionRate", "Completion rate", "percent")],
      ...[column("engagementRate", "Engagement rate", "percent"), column("qualityScore", "Quality", "score")],
    ];
    return listed(columns, edges.map(({ node }) => node));
  }
}

customElements.define("viewpulse-contents", Contents);
