import { count, eq } from "drizzle-orm";
import * as z from "zod";
import { DeleteOrganizationInput } from "#contract/organization.ts";
import { lockMembers } from "#core/members/lock-members.ts";
import { eraseOrganization } from "#core/organizations/erase-organization.ts";
import { invalidField, Refusal } from "#core/refusal.ts";
import { requireRecent } from "#core/sessions/recent.ts";
import { mutation } from "#core/verb.ts";
import { memberships } from "#db/schema/organizations.ts";
import { sources } from "#db/schema/sources.ts";

/**
 * Deletes the organization with all of its data, for good: members, keys, sources and their rows, files, usage. Its
 * credentials are unknown at their next request. Its audit chain stays and ends with this event, so that what happened
 * can still be proved; only the operator can read it then.
 */
export const deleteOrganization = mutation(
  {
    name: "organizations.delete",
    scope: "organizations:write",
    sessionOnly: true,
    input: DeleteOrganizationInput,
    output: z.object({ id: z.string() }),
  },
  async (ctx, { name }) => {
    const { db, principal, runtime } = ctx;
    const { orgId, orgName, role } = principal;
    if (role !== "owner") throw new Refusal("forbidden", "Only an owner deletes the organization.");
    requireRecent(principal, ctx.now);
    if (name.trim() !== orgName.trim())
      throw invalidField("name", "mismatch", "This is not the organization's name. Nothing was deleted.");
    await lockMembers(db, principal);
    const [members] = await db.select({ count: count() }).from(memberships).where(eq(memberships.orgId, orgId));
    const [data] = await db.select({ count: count() }).from(sources).where(eq(sources.orgId, orgId));
    ctx.afterCommit(await eraseOrganization(db, runtime, orgId));
    ctx.record({
      action: "organization.deleted",
      target: { type: "organization", id: orgId, name: orgName },
      before: { name: orgName, members: members?.count ?? 0, sources: data?.count ?? 0 },
    });
    ctx.changed({ organization: orgId });
    return { id: orgId };
  },
);
