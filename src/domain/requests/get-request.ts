import { and, desc, eq, isNull, or, sql } from "drizzle-orm";
import { RequestDetail, RequestId } from "#contract/usage.ts";
import { publicOperations } from "#core/limits/limit-keys.ts";
import { Refusal } from "#core/refusal.ts";
import { query } from "#core/verb.ts";
import { credentials } from "#db/schema/credentials.ts";
import { usageEvents } from "#db/schema/usage.ts";
import { users } from "#db/schema/users.ts";
import { decisionOf } from "./decision.ts";
import { fixPathOf } from "./fix-path.ts";
import { selectRequests, toEntry, visibleRequests } from "./request-view.ts";

/** One request with every check that it went through. Callers choose request ids, so the newest of that id is given. */
export const getRequest = query(
  { name: "requests.get", scope: "usage:read", input: RequestId, output: RequestDetail },
  async ({ db, principal, runtime }, { request_id }) => {
    const [row] = await selectRequests(db)
      .where(and(visibleRequests(principal, true), eq(usageEvents.requestId, request_id)))
      .orderBy(desc(usageEvents.time), desc(usageEvents.id))
      .limit(1);
    if (!row) throw new Refusal("not_found", "There is no such request, or it is no longer kept.");
    const { event, name } = row;

    const [owner] = event.userId
      ? await db.select({ name: users.name }).from(users).where(eq(users.id, event.userId))
      : [];
    const [key] = await db
      .select({
        id: credentials.id,
        status: sql<"active" | "disabled" | "expired" | "revoked">`case
          when ${credentials.revokedAt} is not null then 'revoked'
          when ${credentials.expiresAt} <= clock_timestamp() then 'expired'
          when ${credentials.disabledAt} is not null then 'disabled'
          else 'active' end`,
      })
      .from(credentials)
      .where(
        and(
          or(eq(credentials.orgId, principal.orgId), isNull(credentials.orgId)),
          eq(credentials.id, event.credentialId),
        ),
      );
    const fixPath = fixPathOf({
      code: event.code,
      reason: event.reason,
      kind: event.credentialKind,
      keyId: key?.id ?? null,
      status: key?.status ?? null,
    });
    const credential = event.credentialId ? (name ?? "The session") : null;

    return {
      ...toEntry(row),
      principal: event.userId
        ? { user_id: event.userId, name: owner?.name ?? null, role: event.role || null, organization_id: event.orgId }
        : null,
      decision: decisionOf({ ...event, credential }, publicOperations.includes(event.operation)),
      fix_url: fixPath === null ? null : runtime.config.publicUrl + fixPath,
    };
  },
);
