import { eq } from "drizzle-orm";
import * as z from "zod";
import { RenameOrganizationInput } from "#contract/organization.ts";
import { mutation } from "#core/verb.ts";
import { organizations } from "#db/schema/organizations.ts";

/** Renames the caller's organization. */
export const renameOrganization = mutation(
  {
    name: "organizations.rename",
    scope: "organizations:write",
    input: RenameOrganizationInput,
    output: z.object({ id: z.string(), name: z.string() }),
  },
  async (ctx, { name }) => {
    const { orgId: id, orgName } = ctx.principal;
    await ctx.db.update(organizations).set({ name, updatedAt: ctx.now }).where(eq(organizations.id, id));
    ctx.record({
      action: "organization.renamed",
      target: { type: "organization", id, name },
      before: { name: orgName },
      after: { name },
    });
    ctx.changed({ organization: id });
    return { id, name };
  },
);
