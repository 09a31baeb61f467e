const SOON = 5_000; // ms
const BLIND = 30_000; // ms, if the clock of the device says that the token has expired already
const EARLY = 60_000; // ms
const MAX_TIMER = 2 ** 31 - 1; // ms of a timer

/** When a JSON Web Token expires, in milliseconds since 1970; null: it does not say. */
export function expiryOf(token: string): number | null {
  try {
    const claims = JSON.parse(atob(token.split(".")[1]!.replace(/-/g, "+").replace(/_/g, "/"))) as { exp?: number };
    return claims.exp ? claims.exp * 1000 : null;
  } catch {
    return null;
  }
}

/** Milliseconds until the app is asked for the next token: a minute before this one expires, or a fifth of a short life. */
export function renewIn(expiry: number): number {
  const left = expiry - Date.now();
  return left > 0 ? Math.min(MAX_TIMER, Math.max(SOON, left - Math.min(EARLY, left / 5))) : BLIND;
}
