import { headers } from "next/headers";
import { cache } from "react";
import { runtime } from "#core/runtime.ts";
import { createCaller } from "#trpc/root.ts";
import { portalSession } from "./portal-session.ts";
import { requestInfo } from "./request-info.ts";

/** The tRPC procedures for server components, as whoever is signed in. */
export const caller = cache(async () => {
  const session = await portalSession();
  return createCaller({
    runtime: runtime(),
    principal: session?.principal ?? null,
    request: requestInfo(await headers()),
  });
});
