import { and, eq, isNull } from "drizzle-orm";
import * as z from "zod";
import { ResetPasswordInput } from "#contract/account.ts";
import { enqueueMail } from "#core/mail/enqueue-mail.ts";
import { Refusal } from "#core/refusal.ts";
import { readOneTimeToken, spendOneTimeToken, voidOneTimeTokens } from "#core/sessions/one-time-token.ts";
import { hashPassword, requireUncommon } from "#core/sessions/password.ts";
import { countAttempt, mailThrottles } from "#core/sessions/throttle.ts";
import { writeAsUser } from "#core/sessions/write-as-user.ts";
import { guestMutation } from "#core/verb.ts";
import { sessions, users } from "#db/schema/users.ts";
import { accountNotice } from "./account-notice.ts";

const PURPOSE = "password_reset";
const notGood = () => new Refusal("invalid_token", "This link is not good any more. Ask for a new one.");

/**
 * Sets the password of whoever was sent the link, and ends all their sessions. A second factor stays on and is asked for
 * at the next sign-in. The link is good once; a password that is refused does not use it up.
 */
export const resetPassword = guestMutation(
  { name: "users.reset_password", input: ResetPasswordInput, output: z.object({ ended_sessions: z.int() }) },
  async (call, { token, password }) => {
    const { runtime, request, now } = call;
    const { db } = runtime;
    await countAttempt(db, mailThrottles(request.ip));
    const asked = await readOneTimeToken(db, PURPOSE, token);
    if (!asked) throw notGood();
    const [user] = await db
      .select()
      .from(users)
      .where(and(eq(users.id, asked.userId), isNull(users.disabledAt)));
    const email = user?.email;
    if (!user || !email) throw notGood();
    requireUncommon(password, email);
    const passwordHash = await hashPassword(password);

    const ended = await writeAsUser(call, user, async (writing) => {
      const { tx } = writing;
      if (!(await spendOneTimeToken(tx, PURPOSE, token))) return null;
      await tx.update(users).set({ passwordHash, updatedAt: now }).where(eq(users.id, user.id));
      const rows = await tx
        .update(sessions)
        .set({ revokedAt: now })
        .where(and(eq(sessions.userId, user.id), isNull(sessions.revokedAt)))
        .returning({ id: sessions.id });
      // Other links, a change of address that was on its way, and sign-ins with the former password that are half done.
      for (const purpose of [PURPOSE, "email_change", "sign_in_step"] as const)
        await voidOneTimeTokens(tx, purpose, user.id);
      await enqueueMail({ db: tx, runtime }, accountNotice(call, email, "password_changed"));
      writing.record({
        action: "user.password_reset",
        target: { type: "user", id: user.id, name: user.name },
        after: { ended_sessions: rows.length },
      });
      for (const { id } of rows) writing.changed({ credential: id });
      return rows.length;
    });
    if (ended === null) throw notGood();
    return { ended_sessions: ended };
  },
);
