// How the builder of funnels looks.

import { css } from "./vendor/lit-3.3.3.js";

export const builderSheet = css`
  section {
    padding: 1rem 1.25rem;
    border: 1px solid var(--line);
    border-radius: 12px;
    background: var(--card);
  }
  h2 {
    margin: 0 0 0.75rem;
    font-size: 0.875rem;
    font-weight: 600;
  }
  h3 {
    margin: 1rem 0 0.5rem;
    font-size: 0.8125rem;
    font-weight: 600;
  }
  ol {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 0.5rem;
    list-style: none;
  }
  li,
  .rest {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.5rem;
  }
  li > span {
    width: 1.5rem;
    color: var(--soft);
  }
  .rest {
    margin-top: 0.75rem;
  }
  select,
  input,
  button {
    height: 2rem;
    padding: 0 0.625rem;
    border: 1px solid var(--edge);
    border-radius: 6px;
    background: var(--card);
  }
  li select,
  li input {
    flex: 1 1 8rem;
    min-width: 0;
    max-width: 16rem;
  }
  details {
    flex: 1 1 100%;
    min-width: 0;
    padding-left: 2rem;
    color: var(--soft);
    font-size: 0.8125rem;
  }
  summary {
    width: fit-content;
    cursor: pointer;
  }
  details > div {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.5rem 1rem;
    padding: 0.375rem 0 0.25rem;
    color: var(--ink);
  }
  .check,
  .property {
    display: flex;
    align-items: center;
    gap: 0.5rem;
  }
  .property {
    min-width: 0;
    max-width: 100%;
  }
  .check input {
    width: 1rem;
    height: 1rem;
    flex: none;
    accent-color: var(--accent);
  }
  li .short,
  li .property input {
    flex: 0 1 10rem;
    width: 10rem;
    min-width: 0;
  }
  [aria-invalid="true"] {
    border-color: var(--bad);
  }
  button {
    cursor: pointer;
  }
  button:hover:enabled {
    background: var(--raised);
  }
  button:disabled {
    border-color: var(--line);
    color: var(--soft);
    cursor: default;
  }
  .trouble {
    flex: 1 0 100%;
    margin-top: 0.25rem;
    color: var(--bad);
  }
`;
