import { and, desc, eq, gte, like, lt, lte, or } from "drizzle-orm";
import { ListAuditEventsInput, ListedAuditEvents } from "#contract/audit-event.ts";
import { decodeCursor, encodeCursor } from "#core/list-cursor.ts";
import { query } from "#core/verb.ts";
import { auditEvents } from "#db/schema/audit.ts";
import { toAuditEvent } from "./audit-event-view.ts";

/** What was done in the organization, newest first. */
export const listAuditEvents = query(
  { name: "audit.list", scope: "audit:read", input: ListAuditEventsInput, output: ListedAuditEvents },
  async ({ db, principal }, input) => {
    const before = input.cursor === undefined ? undefined : decodeCursor(input.cursor, ["count"])[0];
    const { action } = input;
    const rows = await db
      .select()
      .from(auditEvents)
      .where(
        and(
          eq(auditEvents.orgId, principal.orgId),
          before === undefined ? undefined : lt(auditEvents.seq, before),
          action
            ? or(eq(auditEvents.action, action), like(auditEvents.action, `${action.replace(/[\\%_]/g, "\\$&")}.%`))
            : undefined,
          input.actor_id ? eq(auditEvents.actorId, input.actor_id) : undefined,
          input.target_id ? eq(auditEvents.targetId, input.target_id) : undefined,
          input.from ? gte(auditEvents.time, new Date(input.from)) : undefined,
          input.to ? lte(auditEvents.time, new Date(input.to)) : undefined,
        ),
      )
      .orderBy(desc(auditEvents.seq))
      .limit(input.limit + 1);
    const page = rows.slice(0, input.limit);
    return {
      data: page.map(toAuditEvent),
      next_cursor: rows.length > input.limit ? encodeCursor([page.at(-1)?.seq ?? 0]) : null,
    };
  },
);
