import { and, eq, isNull, sql } from "drizzle-orm";
import type { Db } from "#db/client.ts";
import { credentials } from "#db/schema/credentials.ts";
import { organizations } from "#db/schema/organizations.ts";
import { signingKeys } from "#db/schema/tokens.ts";
import { appendAudit, type Recorded } from "../audit/append.ts";
import type { AuditSigner } from "../audit/signer.ts";
import { NOTIFY_CHANNEL } from "../invalidation.ts";
import { ACROSS_TENANTS, inTenant } from "../tenant.ts";
import { SIGNING_KEY_LOCK } from "./key-ring.ts";
import { makeSigningKey } from "./make-signing-key.ts";
import { type KeyState, statesOf } from "./signing-key-times.ts";

/** `replacedBy`: the key that was made to sign from now on; null where another one signed already. */
export type Withdrawal = { kid: string; was: KeyState; replacedBy: string | null; privateTokens: number };

type Options = { db: Db; secret: string; auditSigner: AuditSigner; now: Date };

const WITHDRAWN = "The key that signed it was withdrawn.";
const OPERATOR = { type: "system", id: "operator", name: "The operator" } as const;

/**
 * Ends a signing key that others may have, at once, and with it all that it signed: nobody can be sure any more who made
 * those tokens. Sessions stay and get a token of another key by their refresh token. Private tokens have nothing to be
 * renewed with: they are revoked, and their owners hear of it. Null: there is no such key.
 */
export function withdrawSigningKey({ db, secret, auditSigner, now }: Options, kid: string): Promise<Withdrawal | null> {
  return inTenant(db, ACROSS_TENANTS, async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(${SIGNING_KEY_LOCK})`);
    const keys = await tx.select().from(signingKeys);
    const key = keys.find((each) => each.kid === kid);
    if (!key) return null;
    const was = statesOf(keys, now).get(key) ?? "dead";
    // Waits for whoever is minting with it: they hold its row, so what they made is seen below.
    await tx.delete(signingKeys).where(eq(signingKeys.kid, kid));
    const replacedBy = was === "current" ? await makeSigningKey(tx, secret, now) : null;
    const ended = await tx
      .update(credentials)
      .set({ revokedAt: now, updatedAt: now, version: sql`${credentials.version} + 1` })
      .where(and(eq(credentials.signedBy, kid), isNull(credentials.revokedAt)))
      .returning();
    // Everybody's log says it: the sessions of every organization have to be refreshed. In one order, as all that write
    // to several chains.
    const all = await tx.select({ id: organizations.id }).from(organizations).orderBy(organizations.id);
    for (const { id: orgId } of all) {
      const tokens = ended.filter((token) => token.orgId === orgId);
      const events: Recorded[] = [
        {
          action: "signing_key.withdrawn",
          target: { type: "signing_key", id: kid },
          after: { replaced_by: replacedBy, private_tokens_revoked: tokens.length },
        },
        ...tokens.map(({ id, name, hint }) => ({
          action: "private_token.revoked" as const,
          target: { type: "private_token", id, name },
          before: { status: "active" },
          after: { status: "revoked", hint, reason: WITHDRAWN },
        })),
      ];
      const origin = { orgId, actor: OPERATOR, credentialId: null, ip: null, userAgent: null, requestId: null };
      await appendAudit(tx, auditSigner, origin, events, now);
    }
    await tx.execute(sql`select pg_notify(${NOTIFY_CHANNEL}, ${JSON.stringify({ signing_keys: true })})`);
    return { kid, was, replacedBy, privateTokens: ended.length };
  });
}
