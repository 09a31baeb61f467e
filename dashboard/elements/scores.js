// <viewpulse-scores>: the quality and performance scores of a content with their parts, its rank, and whom it is compared with.

import { ContentScoresLive } from "../documents/more.js";
import { column } from "../table.js";
import { Tile } from "../tile.js";
import { shown } from "../format.js";
import { css, html, nothing } from "../vendor/lit-3.3.3.js";

/** @type {[string, [string, string][]][]} */
const SCORES = [
  ["qualityScore", [["completionPart", "Completion"], ["engagementPart", "Engagement"], ["viralityPart", "Virality"], ["watchabilityPart", "Watchability"]]],
  ["performanceScore", [["viewThroughPart", "View-through"], ["averageWatchPart", "Watch time"], ["savePart", "Saves"], ["sharePart", "Shares"], ["skipPart", "Skips"]]],
];
/** @type {Record<string, string>} */
const NAMES = { qualityScore: "Quality", performanceScore: "Performance" };

export class Scores extends Tile {
  static styles = [
    ...Tile.styles,
    css`
      .scores {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(11rem, 1fr));
        gap: 1rem 2rem;
      }
      h3 {
        color: var(--soft);
        font-size: 0.8125rem;
        font-weight: 400;
      }
      .score {
        margin-bottom: 0.375rem;
        font-size: 2rem;
        font-weight: 640;
        letter-spacing: -0.02em;
        line-height: 1.2;
      }
      .parts {
        display: grid;
        grid-template-columns: 1fr auto;
        gap: 0.1875rem 1rem;
        font-size: 0.8125rem;
      }
      .parts dt {
        color: var(--soft);
      }
      .parts dd {
        text-align: right;
      }
      .about {
        margin-top: auto;
        padding-top: 0.875rem;
        color: var(--soft);
        font-size: 0.8125rem;
      }
    `,
  ];

  question() {
    return this.content ? { document: ContentScoresLive, variables: { contentId: this.content, ...this.filters() } } : null;
  }

  isEmpty({ qualityScore, performanceScore }) {
    return !qualityScore?.score && !performanceScore?.score;
  }

  body(answer) {
    const { benchmarks } = answer;
    return html`<div class="scores">
        ${SCORES.map(
          ([name, parts]) => html`<div data-score=${name}>
            <h3>${NAMES[name]}</h3>
            <p class="score">${shown(answer[name]?.score, "score")}</p>
            <dl class="parts">
              ${parts.map(([part, label]) => html`<dt>${label}</dt><dd>${shown(answer[name]?.[part], "score")}</dd>`)}
            </dl>
          </div>`,
        )}
      </div>
      ${benchmarks ? this.standing(benchmarks) : nothing}`;
  }

  standing({ rank, contents, versusCreator, versusPlatform }) {
    if (rank === null) return html`<p class="about">It has too few views to be ranked.</p>`;
    return html`<p class="about">
      Rank ${rank} of ${contents} by quality. The creator's average is ${shown(versusCreator.average, "score")}, the platform's
      ${shown(versusPlatform.average, "score")}.
    </p>`;
  }

  emptyText() {
    return "Scores come with the first plays.";
  }

  /** @returns {Table} */
  table(answer) {
    return {
      columns: [column("score", "Score", "text"), column("part", "Part", "text"), column("value", "Value", "score")],
      rows: SCORES.flatMap(([name, parts]) => [
        [NAMES[name], "score", answer[name]?.score ?? null],
        ...parts.map(([part]) => [NAMES[name], part, answer[name]?.[part] ?? null]),
      ]),
    };
  }
}

customElements.define("viewpulse-scores", Scores);
