import { CreateServiceAccountInput, ServiceAccount } from "#contract/service-account.ts";
import { requireGrantableRole } from "#core/members/grant-role.ts";
import { lockMembers } from "#core/members/lock-members.ts";
import { mutation } from "#core/verb.ts";
import { memberships } from "#db/schema/organizations.ts";
import { users } from "#db/schema/users.ts";
import { newId } from "#lib/id.ts";
import { putIntoProjects } from "./put-into-projects.ts";
import { auditedServiceAccount, findServiceAccount, toServiceAccount } from "./service-account-view.ts";

/** Makes a member that is no person, to own keys that outlive people. Its role is at most that of whoever makes it. */
export const createServiceAccount = mutation(
  { name: "service_accounts.create", scope: "users:write", input: CreateServiceAccountInput, output: ServiceAccount },
  async (ctx, { name, role, project_ids }) => {
    const { db, principal, now } = ctx;
    const { orgId } = principal;
    requireGrantableRole(principal, role);
    await lockMembers(db, principal);
    const id = newId("sa", now.getTime());
    await db.insert(users).values({ id, kind: "service_account", email: null, name, createdAt: now, updatedAt: now });
    await db.insert(memberships).values({ orgId, userId: id, role, createdAt: now });
    await putIntoProjects(db, principal, id, project_ids);
    const made = await findServiceAccount(db, principal, id);
    ctx.record({
      action: "service_account.created",
      target: { type: "service_account", id, name },
      after: auditedServiceAccount(made),
    });
    return toServiceAccount(made);
  },
);
