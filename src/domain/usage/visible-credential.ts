import { and, eq, type SQL } from "drizzle-orm";
import { ownOnly } from "#core/authorize.ts";
import type { Principal } from "#core/principal.ts";
import { credentials } from "#db/schema/credentials.ts";

/** The credentials whose usage a principal may see by name: its own if its role says so, test keys if it is one. */
export function visibleCredential(principal: Principal): SQL | undefined {
  const owner = ownOnly(principal);
  const testOnly = principal.via.kind !== "session" && !principal.livemode;
  return and(
    eq(credentials.orgId, principal.orgId),
    owner === null ? undefined : eq(credentials.ownerId, owner),
    testOnly ? eq(credentials.type, "test") : undefined,
  );
}
