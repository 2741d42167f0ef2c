import { type AnyColumn, type SQL, sql } from "drizzle-orm";
import { ownOnly } from "../authorize.ts";
import type { Principal } from "../principal.ts";

/**
 * Whose usage a principal may see: everybody's, or that of its own credentials and sessions. Undefined: no bound but
 * the organization, which every query names itself.
 */
export function visibleCredentials(principal: Principal, credentialId: AnyColumn | SQL): SQL | undefined {
  const owner = ownOnly(principal);
  if (owner === null) return undefined;
  return sql`${credentialId} in (
    select id from credentials where (org_id = ${principal.orgId} or org_id is null) and owner_id = ${owner}
    union all select id from sessions where user_id = ${owner})`;
}

/**
 * A test credential sees test traffic, every other one live traffic. A person in the portal who names one credential or
 * one request means that one, whichever mode the portal is switched to.
 */
export function visibleModes(principal: Principal, named: boolean, livemode: AnyColumn | SQL): SQL | undefined {
  if (named && principal.via.kind === "session") return undefined;
  return sql`${livemode} = ${principal.livemode}`;
}
