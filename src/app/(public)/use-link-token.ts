import { useSyncExternalStore } from "react";

function subscribe(onChange: () => void): () => void {
  window.addEventListener("hashchange", onChange);
  return () => window.removeEventListener("hashchange", onChange);
}

/**
 * The token of a link that was sent by mail. It stands behind the `#`, so that it is in no request, log or referrer.
 * Undefined while the server draws the page, which does not know it; null if the address has none.
 */
export const useLinkToken = (): string | null | undefined =>
  useSyncExternalStore(
    subscribe,
    () => window.location.hash.slice(1) || null,
    () => undefined,
  );
