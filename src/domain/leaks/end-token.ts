import { setTimeout as atLeast } from "node:timers/promises";
import { Accepted, EndTokenInput } from "#contract/leak.ts";
import { guestMutation } from "#core/verb.ts";
import { endFound } from "./end-found.ts";
import { countReport } from "./leak-throttle.ts";
import { ANSWER_MS } from "./report-leak.ts";

/**
 * Whoever holds a credential may end it (RFC 7009). Presented as one's own, in the headers, it is revoked; held up in
 * the body without being used, it counts as found by a stranger, and its owner hears of a leak. The answer never says
 * whether there was one.
 */
export const endToken = guestMutation(
  { name: "leaks.end_token", input: EndTokenInput, output: Accepted },
  async ({ runtime, request, now }, { token, presented }) => {
    await countReport(runtime, request.ip);
    const answerTime = atLeast(ANSWER_MS);
    const secret = token ?? presented ?? "";
    const holder = token === undefined || token === presented;
    await endFound(runtime, request, { secret, holder, source: "Somebody without an account" }, now);
    await answerTime;
    return { accepted: true as const };
  },
);
