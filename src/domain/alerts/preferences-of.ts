import { and, eq } from "drizzle-orm";
import type * as z from "zod";
import { type AlertPreferences, alertKindNames, alertKinds } from "#contract/alert.ts";
import type { Principal } from "#core/principal.ts";
import type { Runtime } from "#core/runtime.ts";
import type { Db } from "#db/client.ts";
import { alertPreferences } from "#db/schema/alerts.ts";

/** Every kind with what the person chose, or with both where they chose nothing. */
export async function preferencesOf(
  db: Db,
  { orgId, user }: Principal,
  { mailer }: Runtime,
): Promise<z.infer<typeof AlertPreferences>> {
  const rows = await db
    .select()
    .from(alertPreferences)
    .where(and(eq(alertPreferences.orgId, orgId), eq(alertPreferences.userId, user.id)));
  const chosen = new Map(rows.map((row) => [row.kind, row]));
  return {
    data: alertKindNames.map((kind) => {
      const { inConsole = true, byMail = true } = chosen.get(kind) ?? {};
      return { kind, ...alertKinds[kind], console: inConsole, email: byMail };
    }),
    email_available: mailer.isSetUp,
  };
}
