import { headers } from "next/headers";
import { cache } from "react";
import { untouched } from "#core/limits/limiter.ts";
import { takePortal } from "#core/limits/take-portal.ts";
import { runtime } from "#core/runtime.ts";
import { portalSession } from "./portal-session.ts";
import { requestInfo } from "./request-info.ts";

/**
 * What the procedures that a page calls on the server are given: a page counts as one call, however many it makes. Pages
 * for whoever is not signed in are not counted.
 */
export const pageContext = cache(async () => {
  const made = runtime();
  const principal = (await portalSession())?.principal ?? null;
  const request = requestInfo(await headers());
  const quota = principal
    ? await takePortal(made, principal, request.ip)
    : untouched(made.config.publicLimit, made.clock.nowMs());
  return { runtime: made, principal, request, quota };
});
