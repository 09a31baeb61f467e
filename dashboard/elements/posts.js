// <viewpulse-posts>: the posts of a social account with their latest numbers.

import { SocialPostsLive } from "../documents/social.js";
import { moment, words } from "../format.js";
import { column } from "../table.js";
import { Tile } from "../tile.js";
import { css, html } from "../vendor/lit-3.3.3.js";
import { numberCell, valuesOf } from "./social.js";

const FIRST = 20;
const NUMBERS = ["views", "reach", "impressions", "likes", "comments", "shares", "saves", "watchTime", "engagementRate"];

/** @attr account Its id, such as `instagram:17841400000000001`. */
export class Posts extends Tile {
  static styles = [
    ...Tile.styles,
    css`
      th.name {
        max-width: 0;
        width: 40%;
        overflow: hidden;
        text-overflow: ellipsis;
      }
      @container (max-width: 44rem) {
        .wide {
          display: none;
        }
      }
    `,
  ];

  static properties = { account: { type: String } };

  constructor() {
    super();
    this.account = "";
  }

  question() {
    return this.account ? { document: SocialPostsLive, variables: { accountId: this.account, first: FIRST } } : null;
  }

  stateNow() {
    return this.account ? super.stateNow() : "empty";
  }

  isEmpty({ nodes }) {
    return nodes.length === 0;
  }

  emptyText() {
    return this.account ? "This account has published nothing that was collected." : "Choose an account.";
  }

  body({ nodes }) {
    return html`<table>
      <caption class="unseen">${this.label}</caption>
      <thead><tr>
        <th scope="col">Post</th>
        <th scope="col" class="wide">Published</th>
        <th scope="col" class="number">Views</th>
        <th scope="col" class="number">Likes</th>
        <th scope="col" class="number wide">Comments</th>
        <th scope="col" class="number wide">Shares</th>
        <th scope="col" class="number wide">Engagement</th>
      </tr></thead>
      <tbody>
        ${nodes.map(
          ({ postId, kind, title, publishedAt, metrics }) => html`<tr>
            <th scope="row" class="name">${title || postId} <span class="soft">${words(kind)}</span></th>
            <td class="wide soft">${moment(publishedAt, this.timezone)}</td>
            ${numberCell(metrics.views)}${numberCell(metrics.likes)}${numberCell(metrics.comments, "count", "wide")}${numberCell(metrics.shares, "count", "wide")}${numberCell(metrics.engagementRate, "percent", "wide")}
          </tr>`,
        )}
      </tbody>
    </table>`;
  }

  /** @returns {Table} */
  table({ nodes }) {
    return {
      columns: [
        ...[column("postId", "Id", "text"), column("kind", "Kind", "text"), column("title", "Title", "text")],
        ...[column("publishedAt", "Published", "time"), ...NUMBERS.map((name) => column(name, words(name), name === "watchTime" ? "seconds" : "count"))],
      ],
      rows: nodes.map((one) => [one.postId, one.kind, one.title, one.publishedAt, ...valuesOf(one.metrics, NUMBERS)]),
    };
  }
}

customElements.define("viewpulse-posts", Posts);
