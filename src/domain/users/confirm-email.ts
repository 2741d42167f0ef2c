import { and, eq, isNull, sql } from "drizzle-orm";
import * as z from "zod";
import { ConfirmEmailInput } from "#contract/account.ts";
import { enqueueMail } from "#core/mail/enqueue-mail.ts";
import { Refusal } from "#core/refusal.ts";
import { readOneTimeToken, spendOneTimeToken, voidOneTimeTokens } from "#core/sessions/one-time-token.ts";
import { countAttempt, mailThrottles } from "#core/sessions/throttle.ts";
import { writeAsUser } from "#core/sessions/write-as-user.ts";
import { guestMutation } from "#core/verb.ts";
import { users } from "#db/schema/users.ts";
import { accountNotice } from "./account-notice.ts";

const PURPOSE = "email_change";
const notGood = () => new Refusal("invalid_token", "This link is not good any more. Ask for the change once more.");

/** Makes the address that a link was sent to the one that its user signs in with. The link is good once. */
export const confirmEmail = guestMutation(
  { name: "users.confirm_email", input: ConfirmEmailInput, output: z.object({ email: z.string() }) },
  async (call, { token }) => {
    const { runtime, request, now } = call;
    const { db } = runtime;
    await countAttempt(db, mailThrottles(request.ip));
    const asked = await readOneTimeToken(db, PURPOSE, token);
    if (!asked?.email) throw notGood();
    const email = asked.email;
    const [user] = await db
      .select()
      .from(users)
      .where(and(eq(users.id, asked.userId), isNull(users.disabledAt)));
    const former = user?.email;
    if (!user || !former) throw notGood();

    const changed = await writeAsUser(call, user, async (writing) => {
      const { tx } = writing;
      if (!(await spendOneTimeToken(tx, PURPOSE, token))) return false;
      // Two may ask for one address at once; whoever confirms second finds it taken, and the link used up.
      await tx.execute(sql`select pg_advisory_xact_lock(hashtext(${`address ${email}`}))`);
      const [holder] = await tx.select({ id: users.id }).from(users).where(eq(users.email, email));
      if (holder) return false;
      await tx.update(users).set({ email, updatedAt: now }).where(eq(users.id, user.id));
      // What was sent to the former address is void, for whoever reads its mail.
      await voidOneTimeTokens(tx, "password_reset", user.id);
      await enqueueMail({ db: tx, runtime }, accountNotice(call, former, "email_changed"));
      writing.record({
        action: "user.email_changed",
        target: { type: "user", id: user.id, name: user.name },
        before: { email: former },
        after: { email },
      });
      writing.changed({ user: user.id });
      return true;
    });
    if (!changed) throw notGood();
    return { email };
  },
);
