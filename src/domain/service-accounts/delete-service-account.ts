import { and, eq } from "drizzle-orm";
import { Removed } from "#contract/member.ts";
import { DeleteServiceAccountInput } from "#contract/service-account.ts";
import { endMembership } from "#core/members/end-membership.ts";
import { lockMembers } from "#core/members/lock-members.ts";
import { mutation } from "#core/verb.ts";
import { users } from "#db/schema/users.ts";
import { auditedServiceAccount, findServiceAccount } from "./service-account-view.ts";

/**
 * Deletes a service account, together with a decision on each of its keys, as removing a person does. Its row stays for
 * the history of the keys, and nothing acts as it any more.
 */
export const deleteServiceAccount = mutation(
  { name: "service_accounts.delete", scope: "users:write", input: DeleteServiceAccountInput, output: Removed },
  async (ctx, { id, keys }) => {
    const { db, principal, now } = ctx;
    await lockMembers(db, principal);
    const before = await findServiceAccount(db, principal, id);
    const { role: _, ...decided } = await endMembership(ctx, before, keys);
    await db
      .update(users)
      .set({ disabledAt: now, updatedAt: now })
      .where(and(eq(users.id, id), eq(users.kind, "service_account")));
    ctx.record({
      action: "service_account.deleted",
      target: { type: "service_account", id, name: before.name },
      before: auditedServiceAccount(before),
      after: decided,
    });
    return { id, ...decided };
  },
);
