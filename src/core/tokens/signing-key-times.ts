/** How long an answer of `/.well-known/jwks.json` may be kept, in seconds. */
export const JWKS_MAX_AGE = 300;
/** A new key is published for so long before it signs: twice as long as anybody keeps a list without it, in ms. */
export const PUBLISHED_AHEAD_MS = 2 * JWKS_MAX_AGE * 1000;
/** Life of an access token, in seconds, unless its session ends sooner. */
export const ACCESS_TOKEN_SECONDS = 3600;
/** How long after it stopped signing a key is still shown at least: an access token's life, and as much again. */
const SHOWN_AFTER_MS = 2 * ACCESS_TOKEN_SECONDS * 1000;

type Times = { signsFrom: Date; neededUntil: Date };
export type KeyState = "next" | "current" | "retired" | "dead";

/**
 * What each key is at `now`, from the times alone, so that every instance says the same without being told: `next` is
 * published and does not sign yet, `current` signs, `retired` is still good for what it signed, `dead` for nothing.
 */
export function statesOf<K extends Times>(keys: readonly K[], now: Date): Map<K, KeyState> {
  const byStart = keys.toSorted((a, b) => b.signsFrom.getTime() - a.signsFrom.getTime());
  const states = new Map<K, KeyState>();
  let stoppedMs: number | null = null;
  for (const key of byStart) {
    if (key.signsFrom > now) states.set(key, "next");
    else {
      const shownUntilMs = stoppedMs === null ? 0 : Math.max(stoppedMs + SHOWN_AFTER_MS, key.neededUntil.getTime());
      states.set(key, stoppedMs === null ? "current" : now.getTime() <= shownUntilMs ? "retired" : "dead");
      stoppedMs = key.signsFrom.getTime();
    }
  }
  return states;
}
