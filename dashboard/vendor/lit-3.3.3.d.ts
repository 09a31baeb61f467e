export { LitElement, css, html, nothing, svg, unsafeCSS } from "lit";
export type { CSSResult, PropertyValues, TemplateResult } from "lit";
