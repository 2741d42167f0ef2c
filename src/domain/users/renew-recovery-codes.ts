import { eq } from "drizzle-orm";
import { RecoveryCodes } from "#contract/account.ts";
import { Nothing } from "#contract/list.ts";
import { enqueueMail } from "#core/mail/enqueue-mail.ts";
import { Refusal } from "#core/refusal.ts";
import { requireRecent } from "#core/sessions/recent.ts";
import { replaceRecoveryCodes } from "#core/sessions/replace-recovery-codes.ts";
import { mutation } from "#core/verb.ts";
import { totpFactors } from "#db/schema/account.ts";
import { accountNotice } from "./account-notice.ts";

/** Ten new recovery codes, shown this once, in place of those that are left. */
export const renewRecoveryCodes = mutation(
  {
    name: "users.renew_recovery_codes",
    scope: null,
    sessionOnly: true,
    input: Nothing,
    output: RecoveryCodes,
    secretFields: ["recovery_codes"],
  },
  async (ctx) => {
    const { db, principal, now } = ctx;
    const { user } = principal;
    requireRecent(principal, now);
    // Locked, so that two at once do not leave twenty, nor any after it was turned off.
    const [factor] = await db
      .select({ userId: totpFactors.userId })
      .from(totpFactors)
      .where(eq(totpFactors.userId, user.id))
      .for("update");
    if (!factor) throw new Refusal("conflict", "Turn two-step sign-in on first.");
    const codes = await replaceRecoveryCodes(db, user.id);
    await enqueueMail(ctx, accountNotice(ctx, user.email, "recovery_codes_renewed"));
    ctx.record({
      action: "user.recovery_codes_renewed",
      target: { type: "user", id: user.id, name: user.name },
      after: { recovery_codes: codes.length },
    });
    return { recovery_codes: codes };
  },
);
