import { asc, count, eq } from "drizzle-orm";
import { AccountSecurity } from "#contract/account.ts";
import { Nothing } from "#contract/list.ts";
import { query } from "#core/verb.ts";
import { passkeys, recoveryCodes, totpFactors } from "#db/schema/account.ts";

/** How the caller's own account is protected. */
export const readSecurity = query(
  { name: "users.security", scope: null, sessionOnly: true, input: Nothing, output: AccountSecurity },
  async ({ db, principal }) => {
    const { id } = principal.user;
    const [factor] = await db.select().from(totpFactors).where(eq(totpFactors.userId, id));
    const [left] = await db.select({ codes: count() }).from(recoveryCodes).where(eq(recoveryCodes.userId, id));
    const keys = await db.select().from(passkeys).where(eq(passkeys.userId, id)).orderBy(asc(passkeys.createdAt));
    return {
      second_factor: factor ? { since: factor.createdAt.toISOString(), recovery_codes_left: left?.codes ?? 0 } : null,
      passkeys: keys.map((key) => ({
        id: key.id,
        name: key.name,
        synced: key.synced,
        created_at: key.createdAt.toISOString(),
        last_used_at: key.lastUsedAt?.toISOString() ?? null,
      })),
    };
  },
);
