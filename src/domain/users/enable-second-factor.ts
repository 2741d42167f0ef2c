import { eq } from "drizzle-orm";
import { EnableSecondFactorInput, RecoveryCodes } from "#contract/account.ts";
import { enqueueMail } from "#core/mail/enqueue-mail.ts";
import { invalidField, Refusal } from "#core/refusal.ts";
import { seal } from "#core/sealing.ts";
import { requireRecent } from "#core/sessions/recent.ts";
import { replaceRecoveryCodes } from "#core/sessions/replace-recovery-codes.ts";
import { TOTP_PURPOSE } from "#core/sessions/second-factor.ts";
import { openSetup } from "#core/sessions/second-factor-setup.ts";
import { countAttempt, secondFactorThrottles } from "#core/sessions/throttle.ts";
import { stepOfCode } from "#core/sessions/totp.ts";
import { mutation } from "#core/verb.ts";
import { totpFactors } from "#db/schema/account.ts";
import { sessions } from "#db/schema/users.ts";
import { accountNotice } from "./account-notice.ts";

/**
 * Turns two-step sign-in on, once a first code shows that the app has the secret; gives ten recovery codes, this once.
 * Half-done sign-ins by password alone do not get past it.
 */
export const enableSecondFactor = mutation(
  {
    name: "users.enable_second_factor",
    scope: null,
    sessionOnly: true,
    input: EnableSecondFactorInput,
    output: RecoveryCodes,
    secretFields: ["recovery_codes"],
    async prepare({ runtime, principal, request, now }) {
      requireRecent(principal, now);
      await countAttempt(runtime.db, secondFactorThrottles(principal.user.id, request.ip));
    },
  },
  async (ctx, { setup, code }) => {
    const { db, principal, runtime, now } = ctx;
    const { user, via } = principal;
    const secret = openSetup(runtime.config.secret, { userId: user.id, setup, now });
    const step = stepOfCode(secret, code, now);
    if (step === null)
      throw invalidField("code", "wrong", "This code is not right. Check that the clock of your device is.");
    const made = await db
      .insert(totpFactors)
      .values({
        userId: user.id,
        sealedSecret: seal(runtime.config.secret, TOTP_PURPOSE, secret),
        lastStep: step,
        createdAt: now,
      })
      .onConflictDoNothing()
      .returning({ userId: totpFactors.userId });
    if (made.length === 0) throw new Refusal("conflict", "Two-step sign-in is on already.");
    // This browser has just proved it.
    await db.update(sessions).set({ secondFactor: "totp" }).where(eq(sessions.id, via.id));
    const codes = await replaceRecoveryCodes(db, user.id);
    await enqueueMail(ctx, accountNotice(ctx, user.email, "second_factor_enabled"));
    ctx.record({
      action: "user.second_factor_enabled",
      target: { type: "user", id: user.id, name: user.name },
      after: { recovery_codes: codes.length },
    });
    ctx.changed({ user: user.id });
    return { recovery_codes: codes };
  },
);
