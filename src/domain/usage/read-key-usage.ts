import { and, eq, sql } from "drizzle-orm";
import { KeyUsageInput } from "#contract/key.ts";
import { Usage } from "#contract/usage.ts";
import { Refusal } from "#core/refusal.ts";
import { query } from "#core/verb.ts";
import { credentials } from "#db/schema/credentials.ts";
import { decideRange } from "./usage-range.ts";
import { usageReport } from "./usage-report.ts";
import { visibleCredential } from "./visible-credential.ts";

/** The usage of one key. A key that the caller may not see is `not_found`. */
export const readKeyUsage = query(
  { name: "keys.usage", scope: "keys:read", input: KeyUsageInput, output: Usage },
  async ({ db, principal, now }, { id, ...input }) => {
    const [key] = await db
      .select({ id: credentials.id })
      .from(credentials)
      .where(and(visibleCredential(principal), eq(credentials.kind, "api_key"), eq(credentials.id, id)));
    if (!key) throw new Refusal("not_found", "There is no such key.");
    const where = sql`org_id = ${principal.orgId} and credential_id = ${key.id}`;
    return usageReport(db, { range: decideRange(input, now), where });
  },
);
