import { ApolloProvider } from "@apollo/client/react";
import { StrictMode, useEffect, useState, type FormEvent } from "react";
import { createRoot } from "react-dom/client";

import { App } from "./App";
import { connect, type SocketState } from "./client";
import "./style.css";

const ENDPOINT = new URLSearchParams(location.search).get("endpoint") ?? "ws://127.0.0.1:8000/graphql";

/** The token of the address, which is then taken out of it: after the `#`, so it is never sent to a server. */
function tokenOfAddress() {
  const token = new URLSearchParams(location.hash.slice(1)).get("token") ?? "";
  history.replaceState(null, "", location.pathname + location.search);
  return token;
}

function Page({ given }: { given: string }) {
  const [token, setToken] = useState(given);
  const [reason, setReason] = useState("");
  if (token) {
    const signOut = (why = "") => {
      setReason(why);
      setToken("");
    };
    return <SignedIn key={token} token={token} onSignOut={signOut} />;
  }
  const signIn = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    setToken(String(new FormData(event.currentTarget).get("token")).trim());
  };
  return (
    <form className="sign-in" onSubmit={signIn}>
      <h1>Viewpulse</h1>
      {reason && <p className="error">{reason}</p>}
      <label>
        Token of a creator, as <code>make demo</code> prints it
        <input name="token" type="password" autoComplete="off" required />
      </label>
      <button>Show the dashboard</button>
    </form>
  );
}

function SignedIn({ token, onSignOut }: { token: string; onSignOut: (why?: string) => void }) {
  const [state, setState] = useState<SocketState>("connecting");
  const [connection, setConnection] = useState<ReturnType<typeof connect>>();
  useEffect(() => {
    const opened = connect(ENDPOINT, token, (now, reason) => {
      setState(now);
      if (now === "refused") onSignOut(reason);
    });
    setConnection(opened);
    return opened.close;
    // eslint-disable-next-line -- the token decides
  }, [token]);
  if (!connection) return null;
  return (
    <ApolloProvider client={connection.apollo}>
      <App state={state} onSignOut={() => onSignOut()} />
    </ApolloProvider>
  );
}

createRoot(document.querySelector("#root")!).render(
  <StrictMode>
    <Page given={tokenOfAddress()} />
  </StrictMode>,
);
