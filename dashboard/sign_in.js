// What a reader without a token sees.

import { keep, session } from "./session.js";
import { html, nothing } from "./vendor/lit-3.3.3.js";

export function signInForm(reason) {
  return html`<main class="waiting">
    <form class="card" @submit=${signIn}>
      <p class="brand"><img src=${new URL("icon.svg", import.meta.url).href} alt="" width="24" height="24" /> Viewpulse</p>
      <h1>Sign in</h1>
      ${reason ? html`<p class="trouble" role="alert">${reason}</p>` : nothing}
      <label for="token">Token</label>
      <input id="token" name="token" type="password" autocomplete="off" spellcheck="false" required autofocus />
      <p class="soft">It stays in your tabs of this page, and is forgotten when you close them.</p>
      <button class="main">Open the dashboard</button>
    </form>
  </main>`;
}

function signIn(event) {
  event.preventDefault();
  const form = /** @type {HTMLFormElement} */ (event.currentTarget);
  const token = String(new FormData(form).get("token")).trim().replace(/^Bearer\s+/i, "");
  if (!token) return;
  keep(token);
  session.signIn(token);
}
