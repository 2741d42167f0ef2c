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
type Token = typeof credentials.$inferSelect;

const WITHDRAWN = "The key that signed it was withdrawn.";
const OPERATOR = { type: "system", id: "operator", name: "The operator" } as const;

/**
 * Ends a signing key that others may have, at once, and with it all that it signed: nobody can be sure any more who made
 * those tokens. Sessions stay and get a token of another key by their refresh token. Private tokens have nothing to be
 * renewed with: they are revoked, and their owners hear of it. Null: there is no such key.
 */
export async function withdrawSigningKey(options: Options, kid: string): Promise<Withdrawal | null> {
  const done = await inTenant(options.db, ACROSS_TENANTS, (tx) => withdraw(tx, options, kid));
  if (!done) return null;
  const { noted, ...withdrawal } = done;
  // The sessions of everybody else have to be refreshed as well, which their logs shall explain. One after the other: a
  // single transaction would keep the chain of every organization locked until the last one is written.
  const all = await inTenant(options.db, ACROSS_TENANTS, (tx) =>
    tx.select({ id: organizations.id }).from(organizations),
  );
  for (const { id } of all.filter((organization) => !noted.has(organization.id)))
    await inTenant(options.db, ACROSS_TENANTS, (tx) => note(tx, options, withdrawal, id, []));
  return withdrawal;
}

async function withdraw(tx: Db, options: Options, kid: string): Promise<(Withdrawal & { noted: Set<string> }) | null> {
  const { secret, now } = options;
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
  const withdrawal = { kid, was, replacedBy, privateTokens: ended.length };
  const byOrganization = Map.groupBy(ended, ({ orgId }) => orgId ?? "");
  // In one order, as all that write to several chains.
  for (const orgId of [...byOrganization.keys()].sort())
    await note(tx, options, withdrawal, orgId, byOrganization.get(orgId) ?? []);
  await tx.execute(sql`select pg_notify(${NOTIFY_CHANNEL}, ${JSON.stringify({ signing_keys: true })})`);
  return { ...withdrawal, noted: new Set(byOrganization.keys()) };
}

/** Into the log of one organization, with its tokens that ended. */
async function note(
  tx: Db,
  { auditSigner, now }: Options,
  { kid, replacedBy }: Withdrawal,
  orgId: string,
  tokens: readonly Token[],
): Promise<void> {
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
