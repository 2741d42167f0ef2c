import { and, eq, isNull, ne } from "drizzle-orm";
import * as z from "zod";
import { Password } from "#contract/user.ts";
import { enqueueMail } from "#core/mail/enqueue-mail.ts";
import { invalidField } from "#core/refusal.ts";
import { voidOneTimeTokens } from "#core/sessions/one-time-token.ts";
import { hashPassword, passwordMatches, requireUncommon } from "#core/sessions/password.ts";
import { countAttempt, signInThrottles } from "#core/sessions/throttle.ts";
import { mutation } from "#core/verb.ts";
import { sessions, users } from "#db/schema/users.ts";
import { accountNotice } from "./account-notice.ts";

const Input = z.strictObject({ current_password: z.string().min(1).max(256), password: Password });
const wrongPassword = () => invalidField("current_password", "wrong", "This is not your present password.");

/** Changes the caller's password, which takes the present one, and ends all their other sessions. */
export const changePassword = mutation(
  {
    name: "users.change_password",
    scope: null,
    sessionOnly: true,
    input: Input,
    output: z.object({ ended_sessions: z.int() }),
    async prepare({ runtime, principal, request }, { current_password, password }) {
      const { id, email } = principal.user;
      await countAttempt(runtime.db, signInThrottles(email, request.ip));
      const [row] = await runtime.db.select({ hash: users.passwordHash }).from(users).where(eq(users.id, id));
      if (!row?.hash || !(await passwordMatches(row.hash, current_password))) throw wrongPassword();
      requireUncommon(password, email);
      return { before: row.hash, after: await hashPassword(password) };
    },
  },
  async (ctx, _, hash) => {
    const { db, principal, now } = ctx;
    const { user } = principal;
    // Only over the very password that was checked: it may have been reset in between.
    const set = await db
      .update(users)
      .set({ passwordHash: hash.after, updatedAt: now })
      .where(and(eq(users.id, user.id), eq(users.passwordHash, hash.before)))
      .returning({ id: users.id });
    if (set.length === 0) throw wrongPassword();
    const ended = await db
      .update(sessions)
      .set({ revokedAt: now })
      .where(and(eq(sessions.userId, user.id), ne(sessions.id, principal.via.id), isNull(sessions.revokedAt)))
      .returning({ id: sessions.id });
    await voidOneTimeTokens(db, "password_reset", user.id);
    await voidOneTimeTokens(db, "sign_in_step", user.id);
    await enqueueMail(ctx, accountNotice(ctx, user.email, "password_changed"));
    ctx.record({
      action: "user.password_changed",
      target: { type: "user", id: user.id, name: user.name },
      after: { ended_sessions: ended.length },
    });
    for (const { id } of ended) ctx.changed({ credential: id });
    return { ended_sessions: ended.length };
  },
);
