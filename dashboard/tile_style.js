// How a tile looks: the card, its states, its menu, and tables in it.

import { css } from "./vendor/lit-3.3.3.js";

export const tileSheet = css`
  :host {
    min-width: 0;
    container-type: inline-size;
  }
  :host(:focus-within) {
    position: relative;
    z-index: 5; /* its menu lies over the tiles below */
  }
  section {
    position: relative;
    display: flex;
    flex-direction: column;
    height: 100%;
    padding: 1rem 1.25rem 1.125rem;
    border: 1px solid var(--line);
    border-radius: 12px;
    background: var(--card);
  }
  header {
    display: flex;
    align-items: center;
    gap: 0.625rem;
    min-height: 1.75rem;
    margin-bottom: 0.75rem;
  }
  h2 {
    font-size: 0.875rem;
    font-weight: 600;
    letter-spacing: -0.003em;
  }
  .choices {
    display: flex;
    align-items: center;
    gap: 0.375rem;
    margin-left: auto;
  }
  .choices select {
    height: 1.75rem;
    max-width: 11rem;
    padding: 0 0.375rem;
    border: 1px solid transparent;
    border-radius: 6px;
    background: transparent;
    color: var(--soft);
    font-size: 0.8125rem;
    field-sizing: content;
  }
  .choices select:hover {
    background: var(--raised);
  }
  .choices option {
    background: var(--card);
    color: var(--ink);
  }
  .stale {
    padding: 0 0.5rem;
    border-radius: 999px;
    background: var(--raised);
    color: var(--warn);
    font-size: 0.75rem;
    line-height: 1.375rem;
  }
  .body {
    flex: 1;
    display: flex;
    flex-direction: column;
    min-height: var(--tile-height, 12rem);
    min-width: 0;
  }
  .note {
    display: flex;
    flex: 1;
    flex-direction: column;
    align-items: center;
    justify-content: center;
    gap: 0.25rem;
    padding: 1rem;
    text-align: center;
    color: var(--soft);
  }
  .note strong {
    color: var(--ink);
    font-weight: 600;
  }
  .bones {
    display: grid;
    flex: 1;
    align-content: end;
    gap: 0.75rem;
  }
  .bones i {
    height: 0.875rem;
    border-radius: 4px;
    background: var(--raised);
    animation: breathe 1.6s ease-in-out infinite;
  }
  .bones i:nth-of-type(2) {
    width: 82%;
  }
  .bones i:nth-of-type(3) {
    width: 91%;
  }
  .bones i:nth-of-type(4) {
    width: 60%;
  }
  @keyframes breathe {
    50% {
      opacity: 0.45;
    }
  }

  .menu {
    position: relative;
  }
  .menu summary {
    display: grid;
    place-items: center;
    width: 1.75rem;
    height: 1.75rem;
    border-radius: 6px;
    color: var(--soft);
    font-weight: 700;
    list-style: none;
    cursor: pointer;
  }
  .menu summary::-webkit-details-marker {
    display: none;
  }
  .menu summary:hover,
  .menu[open] summary {
    background: var(--raised);
  }
  .menu > div {
    position: absolute;
    z-index: 10;
    top: calc(100% + 4px);
    right: 0;
    width: 11.5rem;
    padding: 0.375rem;
    border: 1px solid var(--line);
    border-radius: 10px;
    background: var(--card);
    box-shadow: 0 8px 24px rgb(0 0 0 / 0.16);
  }
  .menu button {
    display: block;
    width: 100%;
    height: 2rem;
    padding: 0 0.625rem;
    border: 0;
    border-radius: 6px;
    background: none;
    text-align: left;
    cursor: pointer;
  }
  .menu button:hover {
    background: var(--raised);
  }
  .menu button[aria-pressed="true"] {
    color: var(--accent);
    font-weight: 600;
  }
  .menu p {
    padding: 0.375rem 0.625rem 0.125rem;
    color: var(--soft);
    font-size: 0.75rem;
  }

  .scroll {
    position: relative;
    flex: 1;
    max-height: 22rem;
    overflow: auto;
  }
  table {
    width: 100%;
    border-collapse: collapse;
  }
  th,
  td {
    padding: 0.4375rem 0.5rem;
    border-bottom: 1px solid var(--line);
    text-align: left;
    white-space: nowrap;
  }
  tr:last-child > td,
  tbody tr:last-child > th {
    border-bottom: 0;
  }
  th {
    font-weight: 500;
  }
  thead th {
    position: sticky;
    z-index: 1;
    top: 0;
    background: var(--card);
    color: var(--soft);
    font-size: 0.75rem;
  }
  th:first-child,
  td:first-child {
    padding-left: 0;
  }
  th:last-child,
  td:last-child {
    padding-right: 0;
  }
  .number {
    text-align: right;
  }
  .up {
    color: var(--good);
  }
  .down {
    color: var(--bad);
  }
  a {
    color: inherit;
    text-decoration: none;
  }
  a:hover {
    color: var(--accent);
    text-decoration: underline;
  }
  @media (prefers-reduced-motion: reduce) {
    * {
      animation: none !important;
      transition: none !important;
    }
  }
  @container (max-width: 17rem) {
    section {
      padding: 0.875rem 1rem 1rem;
    }
  }
  @media print {
    .choices {
      display: none;
    }
  }
`;
