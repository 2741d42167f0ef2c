import { and, eq } from "drizzle-orm";
import { SwitchOrganizationInput } from "#contract/organization.ts";
import { Refusal } from "#core/refusal.ts";
import { mutation } from "#core/verb.ts";
import { memberships } from "#db/schema/organizations.ts";
import { users } from "#db/schema/users.ts";

/** Where signing in leads from now on, and what personal access tokens act in while they name no organization. */
export const setDefaultOrganization = mutation(
  {
    name: "organizations.set_default",
    scope: null,
    sessionOnly: true,
    input: SwitchOrganizationInput,
    output: SwitchOrganizationInput,
  },
  async (ctx, { organization_id }) => {
    const { db, principal } = ctx;
    const { id, name } = principal.user;
    const [membership] = await db
      .select({ orgId: memberships.orgId })
      .from(memberships)
      .where(and(eq(memberships.userId, id), eq(memberships.orgId, organization_id)));
    if (!membership) throw new Refusal("not_found", "There is no such organization.");
    await db.update(users).set({ defaultOrgId: organization_id, updatedAt: ctx.now }).where(eq(users.id, id));
    ctx.record({
      action: "user.default_organization_set",
      target: { type: "user", id, name },
      after: { organization_id },
    });
    ctx.changed({ user: id });
    return { organization_id };
  },
);
