import { eq } from "drizzle-orm";
import { SwitchModeInput } from "#contract/organization.ts";
import { mutation } from "#core/verb.ts";
import { sessions } from "#db/schema/users.ts";

/** Switches the caller's session between live and test objects. */
export const switchMode = mutation(
  { name: "sessions.switch_mode", scope: null, sessionOnly: true, input: SwitchModeInput, output: SwitchModeInput },
  async (ctx, { livemode }) => {
    await ctx.db.update(sessions).set({ livemode }).where(eq(sessions.id, ctx.principal.via.id));
    ctx.record({
      action: "session.mode_switched",
      target: { type: "session", id: ctx.principal.via.id },
      after: { livemode },
    });
    return { livemode };
  },
);
