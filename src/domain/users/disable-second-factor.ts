import { eq } from "drizzle-orm";
import * as z from "zod";
import { Nothing } from "#contract/list.ts";
import { enqueueMail } from "#core/mail/enqueue-mail.ts";
import { Refusal } from "#core/refusal.ts";
import { requireRecent } from "#core/sessions/recent.ts";
import { mutation } from "#core/verb.ts";
import { recoveryCodes, totpFactors } from "#db/schema/account.ts";
import { accountNotice } from "./account-notice.ts";

/** Turns two-step sign-in off; the app's codes and the recovery codes are good for nothing from now on. */
export const disableSecondFactor = mutation(
  {
    name: "users.disable_second_factor",
    scope: null,
    sessionOnly: true,
    input: Nothing,
    output: z.object({ disabled: z.literal(true) }),
  },
  async (ctx) => {
    const { db, principal, now } = ctx;
    const { user } = principal;
    requireRecent(principal, now);
    const gone = await db
      .delete(totpFactors)
      .where(eq(totpFactors.userId, user.id))
      .returning({ userId: totpFactors.userId });
    if (gone.length === 0) throw new Refusal("conflict", "Two-step sign-in is off already.");
    await db.delete(recoveryCodes).where(eq(recoveryCodes.userId, user.id));
    await enqueueMail(ctx, accountNotice(ctx, user.email, "second_factor_disabled"));
    ctx.record({
      action: "user.second_factor_disabled",
      target: { type: "user", id: user.id, name: user.name },
    });
    ctx.changed({ user: user.id });
    return { disabled: true as const };
  },
);
