// The start of the page.

import "./shell.js";
import { givenToken, listenToOpener, session } from "./session.js";

listenToOpener();
const token = givenToken();
if (token) session.signIn(token);

// a token that is pasted into the address of an open page
addEventListener("hashchange", () => {
  if (!location.hash.includes("token=")) return;
  const given = givenToken();
  if (given) session.signIn(given);
});
