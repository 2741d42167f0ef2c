import { eq } from "drizzle-orm";
import * as z from "zod";
import { PersonName } from "#contract/user.ts";
import { mutation } from "#core/verb.ts";
import { users } from "#db/schema/users.ts";

/** Changes the caller's own name. */
export const renameUser = mutation(
  {
    name: "users.rename",
    scope: null,
    sessionOnly: true,
    input: z.strictObject({ name: PersonName }),
    output: z.object({ name: z.string() }),
  },
  async (ctx, { name }) => {
    const { user } = ctx.principal;
    await ctx.db.update(users).set({ name, updatedAt: ctx.now }).where(eq(users.id, user.id));
    ctx.record({
      action: "user.renamed",
      target: { type: "user", id: user.id, name },
      before: { name: user.name },
      after: { name },
    });
    ctx.changed({ user: user.id });
    return { name };
  },
);
