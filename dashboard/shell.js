// <viewpulse-dashboard>: the page: who is signed in, navigation, what is asked for, and the page that the address names.

import { Me } from "./documents/first.js";
import { askTabs, givenToken, session } from "./session.js";
import { ELSEWHERE, changedBy, format, parse } from "./state.js";
import "./style.js";
import { LitElement, html, nothing } from "./vendor/lit-3.3.3.js";


/** @type {Record<string, { label: string, roles: string[], load: (again: string) => Promise<{ page: Page }> }>} */
const PAGES = {
  now: { label: "Now", roles: ["ADMIN", "CREATOR"], load: (again) => import(`./pages/now.js${again}`) },
  content: { label: "Content", roles: ["ADMIN", "CREATOR"], load: (again) => import(`./pages/content.js${again}`) },
  creator: { label: "Creator", roles: ["ADMIN", "CREATOR"], load: (again) => import(`./pages/creator.js${again}`) },
  platform: { label: "Platform", roles: ["ADMIN"], load: (again) => import(`./pages/platform.js${again}`) },
  events: { label: "Events", roles: ["ADMIN"], load: (again) => import(`./pages/flow.js${again}`) }, // no file is called as ad blockers like it
  social: { label: "Social", roles: ["ADMIN", "CREATOR"], load: (again) => import(`./pages/social.js${again}`) },
  health: { label: "Health", roles: ["ADMIN"], load: (again) => import(`./pages/health.js${again}`) },
  settings: { label: "Settings", roles: ["ADMIN", "OPERATOR"], load: (again) => import(`./pages/settings.js${again}`) },
};
const MAX_TRIES = 3;
const AGAIN_MS = 5_000;

/** @type {Record<Link, string>} */
const LINKS = { connecting: "Connecting", live: "Live", waiting: "No connection", closed: "Signed out" };

export class Dashboard extends LitElement {
  static properties = {
    state: { state: true },
    me: { state: true },
    page: { state: true },
    trouble: { state: true },
    link: { state: true },
    controls: { state: true },
    subject: { state: true },
  };

  constructor() {
    super();
    /** @type {State} */
    this.state = parse(location.search);
    /** @type {Me | null} */
    this.me = null;
    /** @type {Page | null} */
    this.page = null;
    this.trouble = "";
    /** @type {((reason: string) => unknown) | null} */
    this.signIn = null;
    /** They come after the numbers. @type {typeof import("./controls.js").controlsOf | null} */
    this.controls = null;
    /** @type {Link} */
    this.link = "connecting";
    this.loaded = "";
    /** Name of the content or creator that the page is about; null: there is none with this id. @type {string | null} */
    this.subject = "";
    this.named = "";
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.again = undefined;
    /** How many pages could not be loaded. */
    this.failed = 0;
    /** The page whose link was brought into sight. */
    this.scrolled = "";
    this.onLine = () => void this.load();
    /** @type {import("./live.js").Connection | null} */
    this.connection = null;
    this.onLink = () => (this.link = this.connection?.state ?? "closed");
    this.onSession = () => void this.enter();
    this.onBack = () => this.show(parse(location.search));
    this.onToken = () => {
      const token = location.hash.includes("token=") && givenToken();
      if (token) session.signIn(token);
    };
  }

  /** The page has its style from page.css: it is no element of other pages. */
  createRenderRoot() {
    return this;
  }

  connectedCallback() {
    super.connectedCallback();
    session.addEventListener("change", this.onSession);
    addEventListener("popstate", this.onBack);
    addEventListener("hashchange", this.onToken);
    addEventListener("online", this.onLine);
    if (window.opener || window.parent !== window) void import("./opener.js").then((one) => one.listenToOpener());
    const token = givenToken(); // before the address is written again
    this.show(this.state, "replace");
    if (token) session.signIn(token);
    else {
      void this.enter();
      askTabs();
    }
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    session.removeEventListener("change", this.onSession);
    removeEventListener("popstate", this.onBack);
    removeEventListener("hashchange", this.onToken);
    removeEventListener("online", this.onLine);
    clearTimeout(this.again);
  }

  /** Finds out who is signed in, and what they may see. */
  async enter() {
    this.connection?.removeEventListener("change", this.onLink);
    const connection = (this.connection = session.connection);
    this.me = null;
    this.trouble = this.named = "";
    if (!connection) {
      this.signIn = (await import("./sign_in.js")).signInForm;
      this.requestUpdate();
      return;
    }
    connection.addEventListener("change", this.onLink);
    this.onLink();
    for (let tries = 1; connection === this.connection && !this.me; tries++) {
      try {
        this.me = await connection.ask(Me);
      } catch (error) {
        const { code, message, retryAfter } = /** @type {Failure} */ (error);
        if (connection !== this.connection) return;
        const operator = code === "FORBIDDEN" ? await (await import("./operates.js")).whoOperates(connection) : null; // no project knows them
        if (operator && connection === this.connection) this.me = operator;
        if (this.me || connection !== this.connection) break;
        if (!retryAfter || tries >= MAX_TRIES) {
          this.trouble = message;
          return;
        }
        await new Promise((done) => setTimeout(done, retryAfter * 1000));
      }
    }
    if (!this.me) return;
    if (this.me.role === "OPERATOR" && this.state.page === "now") this.show({ ...this.state, page: "settings" }, "replace"); // the only one
    await this.load();
    this.controls = (await import("./controls.js")).controlsOf;
  }

  /** The pages of the signed-in role. */
  pages() {
    return Object.entries(PAGES).filter(([, { roles }]) => roles.includes(this.me?.role ?? ""));
  }

  /**
   * Shows a state, which is then in the address.
   *
   * @param {State} state
   * @param {"push" | "replace" | ""} [how]
   */
  show(state, how = "") {
    const before = this.state;
    this.state = state;
    if (how) history[how === "push" ? "pushState" : "replaceState"](null, "", format(state));
    document.documentElement.dataset.theme = state.theme;
    if (before.theme !== state.theme) dispatchEvent(new Event("viewpulse-theme"));
    void this.load();
  }

  change(changed) {
    this.show(changedBy(this.state, changed), "push");
  }

  /** The tiles of the page with the names that addresses have for them. @returns {[any, string][]} */
  tiles() {
    return [...this.querySelectorAll(".tiles > :not(p)")].map((one) => [one, one.getAttribute("name") ?? one.localName.slice("viewpulse-".length)]);
  }

  /** A tile is shown as a table, or no more. */
  tabled() {
    this.change({ tables: this.tiles().flatMap(([{ asTable }, name]) => (asTable ? name : [])).join(",") });
  }

  async load() {
    const { page: name } = this.state;
    const known = this.pages().find(([one]) => one === name)?.[1];
    if (!known) {
      this.page = null;
      this.loaded = "";
      return;
    }
    void this.name();
    this.trouble = "";
    if (this.loaded === name) return;
    try {
      const { page } = await known.load(this.failed ? `?again=${this.failed}` : ""); // browsers keep what failed
      if (this.state.page !== name) return;
      this.page = page;
      this.loaded = name;
    } catch {
      this.failed += 1;
      if (this.state.page === name) this.trouble = "This page could not be loaded. Open it again, or reload it: there may be a new version.";
    }
  }

  /** Finds out the name of the content or the creator that the page is about. */
  async name() {
    const { page, content, creator } = this.state;
    const id = page === "content" ? content : page === "creator" ? creator : "";
    const key = id && `${page} ${id}`;
    if (key === this.named) return;
    this.named = key;
    this.subject = id;
    if (id) await this.find(key, page, id);
  }

  async find(key, page, id) {
    clearTimeout(this.again);
    const { connection } = this;
    if (!connection || this.named !== key) return;
    try {
      const { Content, Creator } = await import("./documents/more.js");
      const { title, name } = await (page === "content" ? connection.ask(Content, { contentId: id }) : connection.ask(Creator, { creatorId: id }));
      if (this.named === key) this.subject = title ?? name ?? id;
    } catch (error) {
      // what is not this user's keeps its id, and its tiles say so
      if (this.named !== key || /** @type {Failure} */ (error).code !== "NOT_FOUND") return;
      this.subject = null;
      clearTimeout(this.again);
      this.again = setTimeout(() => void this.find(key, page, id), AGAIN_MS); // its first event may be on its way
    }
  }

  /** What the page is about. */
  heading() {
    const own = this.state.page === "creator" ? this.me?.creator?.name : "";
    return this.subject || own || this.page?.title || "Viewpulse";
  }

  updated() {
    for (const [tile, name] of this.tiles()) tile.asTable = this.state.tables.split(",").includes(name);
    document.title = `${this.heading()} – Viewpulse`;
    const nav = this.querySelector("nav");
    const current = /** @type {HTMLElement | null | undefined} */ (nav?.querySelector("[aria-current]"));
    if (nav && current && this.scrolled !== this.state.page) nav.scrollLeft = current.offsetLeft - nav.offsetLeft - (nav.clientWidth - current.clientWidth) / 2;
    if (current) this.scrolled = this.state.page;
  }

  render() {
    if (!session.connection) return this.signIn?.(session.reason) ?? nothing;
    if (this.trouble && !this.me) return this.message("This token opens nothing", this.trouble);
    if (!this.me) return html`<main class="waiting" aria-busy="true"><p role="status">Connecting …</p></main>`;
    if (!this.pages().length) return this.message("Nothing for this token", "The dashboard is for creators and admins; this token has neither role.");
    return html`<a class="skip" href="#main" @click=${this.skip}>To the numbers</a>
      <div class="frame">
        ${this.side()}
        <main id="main" tabindex="-1">
          ${this.top()}
          ${this.trouble ? html`<p class="trouble" role="alert">${this.trouble}</p>` : nothing}
          <div class="tiles" @click=${this.follow} @pointerover=${this.address} @focusin=${this.address} @viewpulse-change=${this.changed} @viewpulse-table=${this.tabled}>
            ${this.page && this.loaded === this.state.page ? this.page.render(this.state, this.me, this.subject) : this.absent()}
          </div>
        </main>
      </div>`;
  }

  absent() {
    if (this.pages().some(([name]) => name === this.state.page)) return html`<p class="soft" role="status">Loading …</p>`;
    return html`<p class="trouble" role="alert">There is no such page for the role ${this.me?.role.toLowerCase()}.</p>`;
  }

  side() {
    const name = this.me?.creator?.name ?? this.me?.userId;
    return html`<aside>
      <p class="brand"><img src=${new URL("icon.svg", import.meta.url).href} alt="" width="24" height="24" /> Viewpulse</p>
      <nav aria-label="Pages">
        ${this.pages().map(
          ([one, { label }]) =>
            html`<a href=${format({ ...this.state, ...ELSEWHERE, page: one })} data-page=${one} aria-current=${one === this.state.page ? "page" : nothing} @click=${this.follow}>${label}</a>`,
        )}
      </nav>
      <div class="who">
        <p><strong title=${this.me?.userId ?? ""}>${name}</strong><span>${this.me?.role.toLowerCase()}</span></p>
        <button @click=${() => session.signOut()}>Sign out</button>
      </div>
    </aside>`;
  }

  top() {
    return html`<header class="top">
      <h1>${this.heading()}</h1>
      <span class="link" data-link=${this.link} role="status">${LINKS[this.link]}</span>
      ${this.me && this.page?.actions?.(this.state, this.me)}
      ${this.controls?.(this.state, this.page?.ranged ?? false, (changed) => this.change(changed))}
    </header>`;
  }

  message(title, text) {
    return html`<main class="waiting">
      <div class="card" role="alert">
        <h1>${title}</h1>
        <p>${text}</p>
        <button class="main" @click=${() => session.signOut()}>Use another token</button>
      </div>
    </main>`;
  }

  skip(event) {
    event.preventDefault(); // the fragment is where tokens come in
    /** @type {HTMLElement | null} */ (this.renderRoot.querySelector("main"))?.focus();
  }

  /** Follows a link of this page without loading it again. */
  follow(event) {
    if (event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const [, changed] = this.target(event);
    if (!changed) return;
    event.preventDefault();
    this.change(changed);
  }

  /** Gives a link of an element the address that it leads to from here, for those who open it in another tab. */
  address(event) {
    const [link, changed] = this.target(event);
    if (link && changed) link.href = format(changedBy(this.state, changed));
  }

  /** The link that an event is about, and what it changes. @returns {[HTMLAnchorElement?, Partial<State>?]} */
  target(event) {
    const link = event.composedPath().find((node) => node instanceof HTMLAnchorElement);
    if (!(link instanceof HTMLAnchorElement)) return [];
    const { page, content, creator, account } = link.dataset;
    if (account) return [link, { account }];
    if (content) return [link, { ...ELSEWHERE, page: "content", content }];
    if (creator) return [link, { ...ELSEWHERE, page: "creator", creator }];
    return page ? [link, { ...ELSEWHERE, page }] : [];
  }

  /** What an element of the page was told to show. */
  changed(/** @type {CustomEvent<Partial<State>>} */ { detail }) {
    this.change(detail);
  }
}

customElements.define("viewpulse-dashboard", Dashboard);
