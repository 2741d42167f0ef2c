import { setTimeout as atLeast } from "node:timers/promises";
import { Accepted, ReportLeakInput } from "#contract/leak.ts";
import { guestMutation } from "#core/verb.ts";
import { endFound } from "./end-found.ts";
import { countReport } from "./leak-throttle.ts";

/** Longer than ending a credential takes, in ms: otherwise that there was one would show in the time. */
export const ANSWER_MS = 400;

/**
 * Takes a secret that somebody found, without asking who they are. If it opens anything, it is ended at once and its
 * owner is told. The answer, and the time it takes, never say whether it did.
 */
export const reportLeak = guestMutation(
  { name: "leaks.report", input: ReportLeakInput, output: Accepted },
  async ({ runtime, request, now }, { token }) => {
    await countReport(runtime, request.ip);
    const answerTime = atLeast(ANSWER_MS);
    await endFound(runtime, request, { secret: token, holder: false, source: "Somebody without an account" }, now);
    await answerTime;
    return { accepted: true as const };
  },
);
