import { and, eq } from "drizzle-orm";
import * as z from "zod";
import { SwitchOrganizationInput } from "#contract/organization.ts";
import { Refusal } from "#core/refusal.ts";
import { mutation } from "#core/verb.ts";
import { memberships, organizations } from "#db/schema/organizations.ts";
import { sessions } from "#db/schema/users.ts";

/** Points the caller's session at another of their organizations. */
export const switchOrganization = mutation(
  {
    name: "organizations.switch",
    scope: null,
    sessionOnly: true,
    input: SwitchOrganizationInput,
    output: z.object({ id: z.string(), name: z.string() }),
  },
  async (ctx, { organization_id }) => {
    const { db, principal } = ctx;
    const [target] = await db
      .select({ id: organizations.id, name: organizations.name })
      .from(memberships)
      .innerJoin(organizations, eq(organizations.id, memberships.orgId))
      .where(and(eq(memberships.userId, principal.user.id), eq(memberships.orgId, organization_id)));
    if (!target) throw new Refusal("not_found", "There is no such organization.");
    await db.update(sessions).set({ orgId: target.id }).where(eq(sessions.id, principal.via.id));
    ctx.record({
      action: "session.organization_switched",
      target: { type: "session", id: principal.via.id },
      after: { organization_id: target.id },
    });
    return target;
  },
);
