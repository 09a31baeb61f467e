// <viewpulse-creators>: the creators of the project, most viewed first.

import { CreatorsLive } from "../documents/more.js";
import { count, duration } from "../format.js";
import { column, listed } from "../table.js";
import { Tile } from "../tile.js";
import { css, html } from "../vendor/lit-3.3.3.js";

const FIRST = 10;

export class Creators extends Tile {
  static styles = [
    ...Tile.styles,
    css`
      th.name {
        max-width: 0;
        width: 50%;
        overflow: hidden;
        text-overflow: ellipsis;
      }
      @container (max-width: 30rem) {
        .wide {
          display: none;
        }
      }
    `,
  ];

  question() {
    return { document: CreatorsLive, variables: { first: FIRST, ...this.filters() } };
  }

  isEmpty(answer) {
    return answer.edges.length === 0;
  }

  body({ edges }) {
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
        ${edges.map(
          ({ node }) => html`<tr>
            <th scope="row" class="name"><a href="?page=creator&creator=${encodeURIComponent(node.creatorId)}" data-creator=${node.creatorId}>${node.name ?? node.creatorId}</a></th>
            <td class="number">${count(node.views)}</td>
            <td class="number">${duration(node.watchTime)}</td>
            <td class="number wide">${count(node.likes)}</td>
            <td class="number wide">${count(node.follows)}</td>
          </tr>`,
        )}
      </tbody>
    </table>`;
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
