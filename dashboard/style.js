// What all elements look like: colours, type, and the parts that several of them have.

import { css } from "./vendor/lit-3.3.3.js";

/** Colours by name, for light and for dark: text has a contrast of 4.5 at least, lines that mean something 3. */
const COLOURS = {
  ground: ["#f6f7f9", "#0e1014"],
  card: ["#ffffff", "#16191f"],
  raised: ["#f2f4f7", "#20242c"],
  line: ["#e3e6ec", "#2a2f39"],
  edge: ["#868e9c", "#717a89"],
  ink: ["#14171f", "#eceef2"],
  soft: ["#5a6272", "#a2abba"],
  accent: ["#3b4cca", "#93a4ff"],
  wash: ["#e8ebfd", "#23294a"],
  before: ["#838b99", "#7d8696"],
  second: ["#0b7a6f", "#3fc2b3"],
  third: ["#a4571a", "#e7a15f"],
  good: ["#1a7a45", "#57c98a"],
  bad: ["#b3332e", "#f08a84"],
  warn: ["#8a5a00", "#e6b450"],
};

for (const [name, [light]] of Object.entries(COLOURS)) {
  try {
    // registered, so that a canvas can read which of the two it is
    CSS.registerProperty({ name: `--${name}`, syntax: "<color>", inherits: true, initialValue: light });
  } catch {
    // another copy of this file did it
  }
}

const sheet = new CSSStyleSheet();
const rules = Object.entries(COLOURS).map(([name, [light, dark]]) => `--${name}: light-dark(${light}, ${dark});`);
sheet.replaceSync(`:host, :root { ${rules.join(" ")} }`);

document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet]; // for the page around the elements

/** The colours, and what is the same in every element. */
export const base = [
  sheet,
  css`
    :host {
      display: block;
      box-sizing: border-box;
      color: var(--ink);
      font: 400 0.875rem/1.45 "Inter", ui-sans-serif, system-ui, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
      font-variant-numeric: tabular-nums;
      -webkit-font-smoothing: antialiased;
    }
    :host([hidden]) {
      display: none;
    }
    *,
    *::before,
    *::after {
      box-sizing: inherit;
    }
    h1,
    h2,
    h3,
    p,
    ul,
    ol,
    dl,
    dd {
      margin: 0;
      padding: 0;
    }
    button,
    input,
    select {
      font: inherit;
      color: inherit;
    }
    :focus-visible {
      outline: 2px solid var(--accent);
      outline-offset: 2px;
    }
    .unseen {
      position: absolute;
      width: 1px;
      height: 1px;
      margin: -1px;
      overflow: hidden;
      clip-path: inset(50%);
      white-space: nowrap;
    }
    .soft {
      color: var(--soft);
    }
  `,
];

/** A colour as a canvas takes it. */
export function colour(host, name) {
  return getComputedStyle(host).getPropertyValue(`--${name}`) || "#000";
}
