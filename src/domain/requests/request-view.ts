import { and, eq, isNull, or, type SQL } from "drizzle-orm";
import type { RequestEntry } from "#contract/usage.ts";
import { visibleCredentials, visibleModes } from "#core/metering/visible-usage.ts";
import type { Principal } from "#core/principal.ts";
import type { Db } from "#db/client.ts";
import { credentials } from "#db/schema/credentials.ts";
import { usageEvents } from "#db/schema/usage.ts";

/** The requests that a principal may see. `named`: it asked for one credential or request by its id. */
export const visibleRequests = (principal: Principal, named: boolean): SQL | undefined =>
  and(
    eq(usageEvents.orgId, principal.orgId),
    visibleModes(principal, named, usageEvents.livemode),
    visibleCredentials(principal, usageEvents.credentialId),
  );

export const selectRequests = (db: Db) =>
  db
    .select({ event: usageEvents, name: credentials.name, hint: credentials.hint })
    .from(usageEvents)
    .leftJoin(
      credentials,
      and(
        eq(credentials.id, usageEvents.credentialId),
        // Of personal access tokens, row-level security shows the reader's own names only.
        or(eq(credentials.orgId, usageEvents.orgId), isNull(credentials.orgId)),
      ),
    );
export type RequestRow = Awaited<ReturnType<typeof selectRequests>>[number];

/** One line of the log. Texts that were not known are null on the wire. */
export function toEntry({ event, name, hint }: RequestRow): RequestEntry {
  return {
    id: event.id,
    request_id: event.requestId,
    time: event.time.toISOString(),
    method: event.method,
    path: event.path,
    operation: event.operation || null,
    status: event.status,
    code: event.code || null,
    duration_ms: event.durationUs / 1000,
    ip: event.ip || null,
    user_agent: event.userAgent || null,
    livemode: event.livemode,
    credential: event.credentialId ? { id: event.credentialId, kind: event.credentialKind, name, hint } : null,
  };
}
