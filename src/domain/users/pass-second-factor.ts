import { and, eq, isNull } from "drizzle-orm";
import * as z from "zod";
import { SecondFactorCode } from "#contract/account.ts";
import { enqueueMail } from "#core/mail/enqueue-mail.ts";
import { Refusal } from "#core/refusal.ts";
import { readOneTimeToken, spendOneTimeToken } from "#core/sessions/one-time-token.ts";
import { openSession } from "#core/sessions/open-session.ts";
import { proveSecondFactor } from "#core/sessions/second-factor.ts";
import { guestMutation } from "#core/verb.ts";
import { users } from "#db/schema/users.ts";
import { accountNotice } from "./account-notice.ts";

const PURPOSE = "sign_in_step";

/**
 * The second step of signing in: makes the session. A wrong code leaves the step open until its five minutes are over;
 * `expired_token` says that one has to begin again.
 */
export const passSecondFactor = guestMutation(
  {
    name: "users.pass_second_factor",
    input: z.strictObject({ step: z.string().min(1).max(100), code: SecondFactorCode }),
    output: z.object({ user_id: z.string(), session_id: z.string() }),
  },
  async (call, { step, code }) => {
    const { db } = call.runtime;
    const begun = await readOneTimeToken(db, PURPOSE, step);
    if (!begun) throw startAgain();
    const secondFactor = await proveSecondFactor(call, begun.userId, code);
    if (!(await spendOneTimeToken(db, PURPOSE, step))) throw startAgain();
    const [user] = await db
      .select()
      .from(users)
      .where(and(eq(users.id, begun.userId), isNull(users.disabledAt)));
    if (!user) throw startAgain();
    const session = await openSession(call, user, { method: "password", secondFactor });
    if (secondFactor === "recovery_code" && user.email)
      await enqueueMail({ db, runtime: call.runtime }, accountNotice(call, user.email, "recovery_code_used"));
    return { user_id: user.id, session_id: session.id };
  },
);

const startAgain = () => new Refusal("expired_token", "Signing in took too long. Begin again with your password.");
