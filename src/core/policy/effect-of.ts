import type { RuleEffect } from "#contract/settings.ts";
import { type Judged, type Rules, verdictOf } from "./verdict.ts";

export type Effect = { effect: RuleEffect; detail: string; expiresAtMs: number | null };

/**
 * What becomes of a credential when rules give way to others at this moment; null: it is as good as before, or was of no
 * use already.
 */
export function effectOf(credential: Judged, now: Rules, then: Rules, nowMs: number): Effect | null {
  const before = verdictOf(credential, now);
  if (before.refusal !== null || before.expiresAtMs <= nowMs) return null;
  const after = verdictOf(credential, then);
  // In the order in which a caller is told: what has expired is not asked for anything else.
  if (after.expiresAtMs <= nowMs) return { effect: "ended", detail: endedWords(credential), expiresAtMs: null };
  if (after.refusal !== null) return { effect: "refused", detail: after.refusal, expiresAtMs: null };
  if (after.expiresAtMs < before.expiresAtMs)
    return { effect: "shortened", detail: "It ends earlier than it was to.", expiresAtMs: after.expiresAtMs };
  return null;
}

const endedWords = ({ kind }: Judged): string =>
  kind === "session"
    ? "This sign-in is older than the rule allows: its holder signs in again."
    : "It is older than the rule allows, and refused as expired.";
