import { and, eq, isNull, ne } from "drizzle-orm";
import * as z from "zod";
import { Password } from "#contract/user.ts";
import { invalidField } from "#core/refusal.ts";
import { hashPassword, passwordMatches, requireUncommon } from "#core/sessions/password.ts";
import { countAttempt, signInThrottles } from "#core/sessions/throttle.ts";
import { mutation } from "#core/verb.ts";
import { sessions, users } from "#db/schema/users.ts";

const Input = z.strictObject({ current_password: z.string().min(1).max(256), password: Password });

/** Changes the caller's password, which takes the present one, and ends all their other sessions. */
export const changePassword = mutation(
  {
    name: "users.change_password",
    scope: null,
    sessionOnly: true,
    input: Input,
    output: z.object({ ended_sessions: z.int() }),
  },
  async (ctx, { current_password, password }) => {
    const { db, principal, now, runtime, request } = ctx;
    const { user } = principal;
    // Outside this transaction: a refused attempt must stay counted.
    await countAttempt(runtime.db, signInThrottles(user.email, request.ip));
    const [row] = await db.select({ hash: users.passwordHash }).from(users).where(eq(users.id, user.id)).for("update");
    if (!(await passwordMatches(row?.hash, current_password)))
      throw invalidField("current_password", "wrong", "This is not your present password.");
    requireUncommon(password, user.email);
    await db
      .update(users)
      .set({ passwordHash: await hashPassword(password), updatedAt: now })
      .where(eq(users.id, user.id));
    const ended = await db
      .update(sessions)
      .set({ revokedAt: now })
      .where(and(eq(sessions.userId, user.id), ne(sessions.id, principal.via.id), isNull(sessions.revokedAt)))
      .returning({ id: sessions.id });
    ctx.record({
      action: "user.password_changed",
      target: { type: "user", id: user.id, name: user.name },
      after: { ended_sessions: ended.length },
    });
    return { ended_sessions: ended.length };
  },
);
