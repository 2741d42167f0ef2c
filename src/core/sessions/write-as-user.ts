import { sql } from "drizzle-orm";
import type { Db } from "#db/client.ts";
import { appendAudit, type Recorded } from "../audit/append.ts";
import { type Change, NOTIFY_CHANNEL } from "../invalidation.ts";
import { inTenant } from "../tenant.ts";
import type { GuestCall } from "../verb.ts";
import { homeOrganization } from "./home-organization.ts";

type Writing = {
  tx: Db;
  /** Where it is recorded; null: the user is a member of no organization, and there is no chain for it. */
  orgId: string | null;
  record(event: Recorded): void;
  changed(change: Change): void;
};

/**
 * A write of somebody who is known but not signed in (yet): one transaction, recorded in the organization that they
 * begin in, and told to every instance, as `mutation` does it for those who are.
 */
export async function writeAsUser<T>(
  { runtime, request, now }: GuestCall & { now: Date },
  user: { id: string; name: string; defaultOrgId: string | null },
  work: (writing: Writing) => Promise<T>,
): Promise<T> {
  const orgId = await homeOrganization(runtime.db, user);
  const recorded: Recorded[] = [];
  const changes: Change[] = [];
  const result = await inTenant(runtime.db, { orgId: orgId ?? "", userId: user.id }, async (tx) => {
    const done = await work({
      tx,
      orgId,
      record: (event) => void recorded.push(event),
      changed: (change) => void changes.push(change),
    });
    if (orgId !== null && recorded.length > 0) {
      const origin = {
        orgId,
        actor: { type: "user" as const, id: user.id, name: user.name },
        credentialId: null,
        ip: request.ip,
        userAgent: request.userAgent,
        requestId: request.id,
      };
      await appendAudit(tx, runtime.auditSigner, origin, recorded, now);
    }
    for (const change of changes) await tx.execute(sql`select pg_notify(${NOTIFY_CHANNEL}, ${JSON.stringify(change)})`);
    return done;
  });
  for (const change of changes) runtime.invalidation.apply(change);
  return result;
}
