// <viewpulse-creators>: the creators of the project, in any order and in pages.

import { CreatorsLive } from "../documents/more.js";
import { count, duration } from "../format.js";
import { column, listed } from "../table.js";
import { html } from "../vendor/lit-3.3.3.js";
import { List } from "./list.js";

/** @type {Record<string, string>} */
const SORTS = { VIEWS: "Views", WATCH_TIME: "Watch time", LIKES: "Likes", COMMENTS: "Comments", SHARES: "Shares", SAVES: "Saves", FOLLOWS: "Follows" };

export class Creators extends List {
  sorts() {
    return SORTS;
  }

  question() {
    return { document: CreatorsLive, variables: { by: this.ordered(), search: this.search || null, ...this.page(), ...this.filters() } };
  }

  emptyText() {
    return this.search ? "No creator has this in its name." : super.emptyText();
  }

  body(answer) {
    return html`<table>
      <caption class="unseen">${this.label}</caption>
      <thead><tr>
        <th scope="col">Creator</th>
        <th scope="col" class="number">Views</th>
        <th scope="col" class="number">Watch time</th>
        <th scope="col" class="number wide">Likes</th>
        <th scope="col" class="number wide">Follows</th>
      </tr></thead>
      <tbody>
        ${answer.edges.map(
          ({ node }) => html`<tr>
            <th scope="row" class="name"><a href="?page=creator&creator=${encodeURIComponent(node.creatorId)}" data-creator=${node.creatorId}>${node.name ?? node.creatorId}</a></th>
            <td class="number">${count(node.views)}</td>
            <td class="number">${duration(node.watchTime)}</td>
            <td class="number wide">${count(node.likes)}</td>
            <td class="number wide">${count(node.follows)}</td>
          </tr>`,
        )}
      </tbody>
    </table>
    ${this.pages(answer)}`;
  }

  /** @returns {Table} */
  table({ edges }) {
    const columns = [
      ...[column("creatorId", "Id", "text"), column("name", "Name", "text"), column("views", "Views"), column("plays", "Plays")],
      ...[column("watchTime", "Watch time", "seconds"), column("likes", "Likes"), column("comments", "Comments")],
      ...[column("shares", "Shares"), column("saves", "Saves"), column("follows", "Follows")],
    ];
    return listed(columns, edges.map(({ node }) => node));
  }
}

customElements.define("viewpulse-creators", Creators);
