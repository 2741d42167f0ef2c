import { and, eq, type SQL, sql } from "drizzle-orm";
import type { Principal } from "#core/principal.ts";
import { alertRecipients, alerts } from "#db/schema/alerts.ts";

/** The alerts that a person gets in the console, in the organization they act in. A test key hears of test keys only. */
export function visibleAlerts({ orgId, user, via, livemode }: Principal): SQL {
  const testOnly = via.kind !== "session" && !livemode;
  const condition = and(
    eq(alertRecipients.orgId, orgId),
    eq(alertRecipients.userId, user.id),
    eq(alertRecipients.inConsole, true),
    testOnly
      ? sql`${alerts.subjectId} in (select id from credentials where org_id = ${orgId} and type = 'test')`
      : undefined,
  );
  if (!condition) throw new Error("no condition");
  return condition;
}
