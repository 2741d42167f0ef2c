import { and, eq, isNull } from "drizzle-orm";
import * as z from "zod";
import { DeleteAccountInput } from "#contract/account.ts";
import { appendAudit, type Recorded } from "#core/audit/append.ts";
import { enqueueMail } from "#core/mail/enqueue-mail.ts";
import { lockUser } from "#core/members/lock-user.ts";
import { eraseOrganization } from "#core/organizations/erase-organization.ts";
import { invalidField, Refusal } from "#core/refusal.ts";
import { requireRecent } from "#core/sessions/recent.ts";
import { type MutationContext, mutation, originOf } from "#core/verb.ts";
import type { Db } from "#db/client.ts";
import { oneTimeTokens, passkeys, recoveryCodes, totpFactors } from "#db/schema/account.ts";
import { credentials } from "#db/schema/credentials.ts";
import { memberships } from "#db/schema/organizations.ts";
import { sessions, users } from "#db/schema/users.ts";
import { accountNotice } from "./account-notice.ts";
import { planDeletion, seeAs } from "./plan-deletion.ts";

/** What stands in place of a name that was erased. */
const ERASED_NAME = "Deleted user";

/**
 * Deletes the caller's account: their keys and sessions end, organizations that nobody else is in are deleted with all
 * they hold, and what is known of the person is erased. Audit events stay, under the user's id. Refused while others
 * are in an organization that only the caller owns.
 */
export const deleteAccount = mutation(
  {
    name: "users.delete_account",
    scope: null,
    sessionOnly: true,
    input: DeleteAccountInput,
    output: z.object({ deleted: z.literal(true) }),
    async prepare({ principal, now }, { email }) {
      if (email !== principal.user.email) throw invalidField("email", "mismatch", "This is not your address.");
      requireRecent(principal, now);
    },
  },
  async (ctx) => {
    const { db, principal, now, runtime } = ctx;
    const { user, orgId: here } = principal;
    // Of two at once the second finds nobody to delete, and whoever is joining something is waited for.
    await lockUser(db, user.id);
    const plan = await planDeletion(db, user.id, { lock: true });
    if (plan.blocked_by.length > 0)
      throw new Refusal(
        "conflict",
        `You are the only owner of ${plan.blocked_by.map(({ name }) => name).join(", ")}, and others are in there. Name another owner first.`,
      );

    const deleted: Recorded = { action: "user.deleted", target: { type: "user", id: user.id } };
    for (const { id, name } of plan.deletes) {
      await seeAs(db, id);
      const gone: Recorded = { action: "organization.deleted", target: { type: "organization", id, name } };
      await recordIn(ctx, id, [gone, deleted]);
      ctx.afterCommit(await eraseOrganization(db, runtime, id));
      ctx.changed({ organization: id });
    }
    for (const { id } of plan.leaves) {
      await seeAs(db, id);
      // Waits for keys that are being made, which hold it; so it goes before they are ended.
      await db.delete(memberships).where(and(eq(memberships.orgId, id), eq(memberships.userId, user.id)));
      const keys = await endKeys(db, id, user.id, now);
      await recordIn(ctx, id, [{ ...deleted, after: { ended_keys: keys } }]);
    }
    await seeAs(db, here);
    // Tokens that belong to the person instead of to an organization.
    await db
      .update(credentials)
      .set({ revokedAt: now })
      .where(and(isNull(credentials.orgId), eq(credentials.ownerId, user.id), isNull(credentials.revokedAt)));
    await enqueueMail(ctx, accountNotice(ctx, user.email, "account_deleted"));
    await erasePerson(ctx, user.id);
    ctx.changed({ user: user.id });
    return { deleted: true as const };
  },
);

/** Into the chain of one organization; the verb itself records in the one that the session is switched to. */
async function recordIn(ctx: MutationContext, orgId: string, events: readonly Recorded[]): Promise<void> {
  const { db, principal, request, runtime, now } = ctx;
  if (orgId === principal.orgId) for (const event of events) ctx.record(event);
  else await appendAudit(db, runtime.auditSigner, { ...originOf(principal, request), orgId }, events, now);
}

async function endKeys(db: Db, orgId: string, ownerId: string, now: Date): Promise<number> {
  const ended = await db
    .update(credentials)
    .set({ revokedAt: now, updatedAt: now })
    .where(and(eq(credentials.orgId, orgId), eq(credentials.ownerId, ownerId), isNull(credentials.revokedAt)))
    .returning({ id: credentials.id });
  return ended.length;
}

/** The row stays, for the audit events and keys that name its id; nothing in it tells who that was. */
async function erasePerson({ db, now }: MutationContext, userId: string): Promise<void> {
  for (const table of [sessions, totpFactors, recoveryCodes, passkeys, oneTimeTokens])
    await db.delete(table).where(eq(table.userId, userId));
  await db
    .update(users)
    .set({
      email: null,
      name: ERASED_NAME,
      passwordHash: null,
      defaultOrgId: null,
      disabledAt: now,
      updatedAt: now,
    })
    .where(eq(users.id, userId));
}
