import { eq, sql } from "drizzle-orm";
import { subjectTypeOf } from "#core/alerts/subject-type.ts";
import { type AuditOrigin, appendAudit } from "#core/audit/append.ts";
import { type Ended, endCredential } from "#core/credentials/end-credential.ts";
import { type Change, NOTIFY_CHANNEL } from "#core/invalidation.ts";
import type { Runtime } from "#core/runtime.ts";
import { ACROSS_TENANTS, inTenant } from "#core/tenant.ts";
import type { RequestInfo } from "#core/verb.ts";
import type { Db } from "#db/client.ts";
import { users } from "#db/schema/users.ts";

/** A secret that somebody held up. `holder`: it was presented as their own credential, so nobody else has found it. */
export type FoundSecret = {
  secret: string;
  holder: boolean;
  /** Who says so, and where it was found, if they tell. */
  source: string;
  foundAt?: string | null;
};

/**
 * Ends a found secret, records who said so, tells its owner, and makes every instance forget it: one transaction. Gives
 * whether there was anything to end; that is for partners who proved who they are, and for nobody else.
 */
export async function endFound(
  runtime: Runtime,
  request: RequestInfo,
  found: FoundSecret,
  now: Date,
): Promise<boolean> {
  const change = await inTenant(runtime.db, ACROSS_TENANTS, async (db): Promise<Change | null> => {
    const ended = await endCredential({ db, runtime, secret: found.secret, now });
    if (!ended) return null;
    const orgId = ended.orgId ?? (await homeOf(db, ended.ownerId));
    // A user who is in no organization has nobody who keeps a log for them; the credential is ended all the same.
    if (orgId !== null) await recordEnd(db, runtime, request, { ...ended, orgId }, found, now);
    const dropped: Change = { credential: ended.id };
    await db.execute(sql`select pg_notify(${NOTIFY_CHANNEL}, ${JSON.stringify(dropped)})`);
    return dropped;
  });
  if (change) runtime.invalidation.apply(change);
  return change !== null;
}

/** The organization that a user acts in by default. */
async function homeOf(db: Db, userId: string): Promise<string | null> {
  const [row] = await db.execute<{ org_id: string }>(sql`
    select m.org_id from memberships m join users u on u.id = m.user_id where m.user_id = ${userId}
    order by (m.org_id = u.default_org_id) desc nulls last, m.created_at, m.org_id limit 1`);
  return row?.org_id ?? null;
}

async function recordEnd(
  db: Db,
  runtime: Runtime,
  request: RequestInfo,
  ended: Ended & { orgId: string },
  { holder, source, foundAt }: FoundSecret,
  now: Date,
): Promise<void> {
  const { id, name, hint, kind, formerSecret } = ended;
  const type = subjectTypeOf(kind);
  const origin: AuditOrigin = {
    orgId: ended.orgId,
    actor: holder ? await holderOf(db, ended) : { type: "anonymous", id: "anonymous", name: source },
    credentialId: holder ? id : null,
    ip: request.ip,
    userAgent: request.userAgent,
    requestId: request.id,
  };
  const event = {
    action: `${type}.${holder ? "revoked" : "leaked"}` as const,
    target: { type, id, name },
    before: { status: "active" },
    after: {
      status: formerSecret ? "active" : "revoked",
      hint,
      former_secret: formerSecret,
      ...(!holder && { source, found_at: foundAt ?? null }),
    },
  };
  await appendAudit(db, runtime.auditSigner, origin, [event], now);
}

/** A credential that ends itself acts by its own name; a session is the person behind it. */
async function holderOf(db: Db, { id, kind, name, ownerId }: Ended): Promise<AuditOrigin["actor"]> {
  if (kind !== "session") return { type: "api_key", id, name };
  const [user] = await db.select({ name: users.name }).from(users).where(eq(users.id, ownerId));
  return { type: "user", id: ownerId, name: user?.name ?? "" };
}
