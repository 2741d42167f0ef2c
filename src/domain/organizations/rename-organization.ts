import { eq, sql } from "drizzle-orm";
import { Organization, RenameOrganizationInput } from "#contract/organization.ts";
import { requireLive } from "#core/members/grant-role.ts";
import { lockOrganization } from "#core/members/lock-members.ts";
import { requireVersion } from "#core/precondition.ts";
import { mutation } from "#core/verb.ts";
import { organizations } from "#db/schema/organizations.ts";
import { findOrganization } from "./organization-view.ts";

/** Renames the caller's organization. */
export const renameOrganization = mutation(
  {
    name: "organizations.rename",
    scope: "organizations:write",
    input: RenameOrganizationInput,
    output: Organization,
  },
  async (ctx, { id, name }) => {
    const { db, principal, now } = ctx;
    const { orgId } = principal;
    requireLive(principal);
    await lockOrganization(db, orgId);
    const before = await findOrganization(db, principal, id);
    requireVersion(ctx.request.ifMatch, before.version);
    await db
      .update(organizations)
      .set({ name, updatedAt: now, version: sql`${organizations.version} + 1` })
      .where(eq(organizations.id, orgId));
    ctx.record({
      action: "organization.renamed",
      target: { type: "organization", id: orgId, name },
      before: { name: before.name },
      after: { name },
    });
    ctx.changed({ organization: orgId });
    return findOrganization(db, principal);
  },
);
