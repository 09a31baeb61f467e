// The page of examples: every element, live, with its attributes and the text that makes it. What an element shows is what its
// text says: both are made of the same attributes.

import { Me, TopContentsLive } from "./documents/first.js";
import { CreatorContentsLive } from "./documents/more.js";
import { EXAMPLES, SHARED } from "./examples_list.js";
import { parts } from "./parts.js";
import { askTabs, givenToken, session } from "./session.js";
import { parse } from "./state.js";
import "./style.js";
import { LitElement, html, nothing } from "./vendor/lit-3.3.3.js";

class Examples extends LitElement {
  static properties = { elements: { state: true }, trouble: { state: true } };

  constructor() {
    super();
    /** Each example with its element and its text. @type {{ example: import("./examples_list.js").Example, element: Element, text: string }[]} */
    this.elements = [];
    this.trouble = "";
    this.enter = this.enter.bind(this);
  }

  createRenderRoot() {
    return this;
  }

  connectedCallback() {
    super.connectedCallback();
    session.addEventListener("change", this.enter);
    const token = givenToken();
    if (token) session.signIn(token);
    else askTabs();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    session.removeEventListener("change", this.enter);
  }

  /** Shows the elements about what the token may see: the content and the creator of the address, or the most viewed content. */
  async enter() {
    const { connection } = session;
    this.elements = [];
    this.trouble = session.reason;
    if (!connection) return;
    const state = parse(location.search);
    try {
      const me = await connection.ask(Me);
      const own = me.creator?.creatorId ?? "";
      const most = await mostViewed(connection, me.role === "ADMIN" ? "" : own);
      const seen = { ...state, content: state.content || most.content, creator: state.creator || own || most.creator };
      await parts(...EXAMPLES.map(({ name }) => name));
      if (connection !== session.connection) return;
      this.elements = EXAMPLES.filter(({ admins }) => !admins || me.role === "ADMIN").map((example) => {
        const element = made(example, seen, me.role);
        return { example, element, text: element.outerHTML.replaceAll('=""', "") };
      });
    } catch (failure) {
      this.trouble = /** @type {Failure} */ (failure).message;
    }
  }

  render() {
    return html`<main>
      <header>
        <h1>Elements</h1>
        <p>Each part of <a href=".">the dashboard</a> is an element of its own. A page of this origin takes them from a module, and signs in once:</p>
      </header>
      <pre tabindex="0"><code>${SIGN_IN}</code></pre>
      <section aria-labelledby="shared">
        <h2 id="shared">Attributes of all</h2>
        <ul>${attributesOf(SHARED)}</ul>
      </section>
      ${this.elements.length ? this.contents() : html`<p role="status">${session.connection && !this.trouble ? "Connecting …" : html`${this.trouble} <a href=".">Sign in</a>, then open this page again.`}</p>`}
      ${this.elements.map(
        ({ example: { name, what, attributes, shared }, element, text }) => html`<section id=${name} aria-labelledby="of-${name}">
          <h2 id="of-${name}">&lt;viewpulse-${name}&gt;</h2>
          <p>${what}${shared ? html` <span class="soft">A share link can show it.</span>` : nothing}</p>
          ${Object.keys(attributes).length ? html`<ul>${attributesOf(attributes)}</ul>` : nothing}
          ${element}
          <pre tabindex="0"><code>${text}</code></pre>
        </section>`,
      )}
    </main>`;
  }

  contents() {
    return html`<nav aria-label="Elements"><ul>${this.elements.map(({ example: { name } }) => html`<li><a href="#${name}">${name}</a></li>`)}</ul></nav>`;
  }
}

const SIGN_IN = `<script type="module">
  import { session } from "${new URL("session.js", import.meta.url).pathname}";
  import "${new URL("elements/series.js", import.meta.url).pathname}";
  session.signIn(token);
</scr${"ipt"}>`;

const attributesOf = (/** @type {Record<string, string>} */ attributes) =>
  Object.entries(attributes).map(([name, what]) => html`<li><code>${name}</code>: ${what}</li>`);

/** The element of an example. */
function made({ name, label, about, set }, state, role) {
  const element = document.createElement(`viewpulse-${name}`);
  const isOfContent = about === "content";
  const whose = about === "platform" && role === "ADMIN" ? {} : isOfContent ? { content: state.content } : { creator: state.creator };
  const attributes = { label, ...(about === "none" ? {} : whose), ...(about === "none" ? {} : { range: state.range }), timezone: state.tz, ...set(state) };
  for (const [attribute, value] of Object.entries(attributes)) if (value !== null) element.setAttribute(attribute, value);
  return element;
}

/** Ids of the most viewed content of a creator, or of all, and of its creator; empty: there is none. */
function mostViewed(connection, creatorId) {
  const [document, variables] = creatorId ? [CreatorContentsLive, { creatorId, sort: "VIEWS" }] : [TopContentsLive, { by: "VIEWS" }];
  return new Promise((resolve, reject) => {
    const stop = connection.watch(document, { ...variables, first: 1, range: { days: 28 } }, {
      next: ({ edges }) => {
        resolve({ content: edges[0]?.node.contentId ?? "", creator: edges[0]?.node.creatorId ?? "" });
        queueMicrotask(() => stop());
      },
      error: reject,
    });
  });
}

customElements.define("viewpulse-examples", Examples);
