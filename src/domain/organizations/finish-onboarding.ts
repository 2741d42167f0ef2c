import { eq } from "drizzle-orm";
import * as z from "zod";
import { Nothing } from "#contract/list.ts";
import { mutation } from "#core/verb.ts";
import { organizations } from "#db/schema/organizations.ts";

/** Notes that the first steps are done, so that signing in leads to the keys from now on. */
export const finishOnboarding = mutation(
  {
    name: "organizations.finish_onboarding",
    scope: "organizations:write",
    sessionOnly: true,
    input: Nothing,
    output: z.object({ onboarded: z.literal(true) }),
  },
  async (ctx) => {
    const { orgId: id, orgName: name } = ctx.principal;
    await ctx.db.update(organizations).set({ onboarded: true }).where(eq(organizations.id, id));
    ctx.record({ action: "organization.onboarded", target: { type: "organization", id, name } });
    return { onboarded: true as const };
  },
);
