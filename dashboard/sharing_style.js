// How the dialog of share links looks.

import { css } from "./vendor/lit-3.3.3.js";

export const sharingSheet = css`
  dialog {
    width: min(44rem, calc(100vw - 1.5rem));
    max-height: calc(100vh - 3rem);
    padding: 0;
    border: 1px solid var(--line);
    border-radius: 12px;
    background: var(--card);
    color: var(--ink);
    box-shadow: 0 16px 48px rgb(0 0 0 / 0.24);
  }
  dialog::backdrop {
    background: rgb(0 0 0 / 0.4);
  }
  .inner {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 1rem;
    padding: 1.25rem;
  }
  .inner > * {
    min-width: 0;
  }
  header {
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: 1rem;
  }
  h2 {
    overflow: hidden;
    font-size: 1rem;
    font-weight: 600;
    text-overflow: ellipsis;
  }
  form {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(12rem, 1fr));
    gap: 0.75rem 1rem;
    align-items: end;
  }
  label {
    display: grid;
    gap: 0.25rem;
    color: var(--soft);
    font-size: 0.8125rem;
  }
  .wide,
  .trouble {
    grid-column: 1 / -1;
  }
  fieldset {
    display: flex;
    flex-wrap: wrap;
    gap: 0.5rem 1.25rem;
    min-width: 0;
    margin: 0;
    padding: 0;
    border: 0;
  }
  legend {
    padding: 0 0 0.375rem;
    color: var(--soft);
    font-size: 0.8125rem;
  }
  .check {
    display: flex;
    align-items: center;
    gap: 0.5rem;
    color: var(--ink);
  }
  .check input {
    width: 1rem;
    height: 1rem;
    margin: 0;
    accent-color: var(--accent);
  }
  select,
  textarea,
  button {
    padding: 0 0.625rem;
    border: 1px solid var(--edge);
    border-radius: 6px;
    background: var(--card);
    color: var(--ink);
  }
  select,
  button {
    height: 2.125rem;
  }
  textarea {
    width: 100%;
    padding: 0.5rem 0.625rem;
    font: 0.8125rem/1.4 ui-monospace, monospace;
    resize: vertical;
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
  .main {
    justify-self: start;
  }
  button.main:enabled {
    border-color: var(--accent);
    background: var(--accent);
    color: var(--card);
  }
  .sure {
    border-color: var(--bad);
    color: var(--bad);
    font-weight: 600;
  }
  .made {
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto;
    gap: 0.5rem 0.75rem;
    align-items: end;
  }
  .made p {
    grid-column: 1 / -1;
  }
  .trouble {
    color: var(--bad);
  }
  .scroll {
    position: relative; /* what is unseen in it stays in it */
    overflow-x: auto;
  }
  table {
    width: 100%;
    border-collapse: collapse;
    font-size: 0.8125rem;
  }
  th,
  td {
    padding: 0.375rem 0.5rem 0.375rem 0;
    border-top: 1px solid var(--line);
    font-weight: 400;
    text-align: left;
    white-space: nowrap;
  }
  thead th {
    border-top: 0;
    color: var(--soft);
  }
  td:last-child {
    padding-right: 0;
    text-align: right;
  }
`;
