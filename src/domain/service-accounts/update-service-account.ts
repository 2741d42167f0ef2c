import { and, eq, sql } from "drizzle-orm";
import { ServiceAccount, UpdateServiceAccountInput } from "#contract/service-account.ts";
import { requireAuthorityOver, requireGrantableRole } from "#core/members/grant-role.ts";
import { lockMembers, lockMembership } from "#core/members/lock-members.ts";
import { requireVersion } from "#core/precondition.ts";
import { Refusal } from "#core/refusal.ts";
import { mutation } from "#core/verb.ts";
import { memberships } from "#db/schema/organizations.ts";
import { users } from "#db/schema/users.ts";
import { putIntoProjects } from "./put-into-projects.ts";
import { auditedServiceAccount, findServiceAccount, toServiceAccount } from "./service-account-view.ts";

/** Renames a service account, gives it another role or other projects, or switches it off and on with all of its keys. */
export const updateServiceAccount = mutation(
  { name: "service_accounts.update", scope: "users:write", input: UpdateServiceAccountInput, output: ServiceAccount },
  async (ctx, { id, name, role, project_ids, disabled }) => {
    const { db, principal, now } = ctx;
    const { orgId } = principal;
    await lockMembers(db, principal);
    const before = await findServiceAccount(db, principal, id);
    const membership = await lockMembership(db, orgId, id);
    if (!membership) throw new Refusal("not_found", "There is no such service account.");
    requireVersion(ctx.request.ifMatch, membership.version);
    requireAuthorityOver(principal, membership.role);
    // What it already is may not be more than whoever switches it on again could grant.
    const widens = project_ids?.some((asked) => !before.projects.some((has) => has.id === asked)) ?? false;
    if (role !== undefined) requireGrantableRole(principal, role, membership.role);
    if (disabled === false || widens) requireGrantableRole(principal, role ?? membership.role);

    await db
      .update(memberships)
      .set({ role: role ?? membership.role, version: sql`${memberships.version} + 1` })
      .where(and(eq(memberships.orgId, orgId), eq(memberships.userId, id)));
    await db
      .update(users)
      .set({
        name: name ?? before.name,
        disabledAt: disabled === undefined ? before.disabledAt : disabled ? (before.disabledAt ?? now) : null,
        updatedAt: now,
      })
      .where(and(eq(users.id, id), eq(users.kind, "service_account")));
    if (project_ids !== undefined) await putIntoProjects(db, principal, id, project_ids);
    const after = await findServiceAccount(db, principal, id);
    ctx.record({
      action:
        before.disabledAt === null && disabled === true
          ? "service_account.disabled"
          : before.disabledAt !== null && disabled === false
            ? "service_account.enabled"
            : "service_account.updated",
      target: { type: "service_account", id, name: after.name },
      before: auditedServiceAccount(before),
      after: auditedServiceAccount(after),
    });
    ctx.changed({ user: id });
    return toServiceAccount(after);
  },
);
