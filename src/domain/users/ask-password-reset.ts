import { setTimeout as atLeast } from "node:timers/promises";
import { and, eq, isNull } from "drizzle-orm";
import * as z from "zod";
import { AskForResetInput } from "#contract/account.ts";
import { enqueueMail } from "#core/mail/enqueue-mail.ts";
import { Refusal } from "#core/refusal.ts";
import { mintOneTimeToken } from "#core/sessions/one-time-token.ts";
import { countAttempt, mailboxThrottles, mailThrottles } from "#core/sessions/throttle.ts";
import { writeAsUser } from "#core/sessions/write-as-user.ts";
import { guestMutation } from "#core/verb.ts";
import { users } from "#db/schema/users.ts";

const LINK_MINUTES = 30;
/** Longer than writing a mail takes, in ms: otherwise finding an account would show in the time. */
const ANSWER_MS = 400;

/**
 * Sends a link that sets a new password, good once and for half an hour. Answer and time are the same for an address
 * without an account, and for one that has been sent enough of them: the links it got are still good.
 */
export const askPasswordReset = guestMutation(
  { name: "users.ask_password_reset", input: AskForResetInput, output: z.object({ accepted: z.literal(true) }) },
  async (call, { email }) => {
    const { runtime, request } = call;
    const { db, config } = runtime;
    await countAttempt(db, mailThrottles(request.ip));
    const answerTime = atLeast(ANSWER_MS);
    const isEnough = await countAttempt(db, mailboxThrottles(email)).then(() => false, onlyThrottled);
    const [user] = await db
      .select()
      .from(users)
      .where(and(eq(users.email, email), isNull(users.disabledAt)));
    if (user && !isEnough)
      await writeAsUser(call, user, async ({ tx, record }) => {
        const token = await mintOneTimeToken(tx, { purpose: "password_reset", userId: user.id, minutes: LINK_MINUTES });
        await enqueueMail(
          { db: tx, runtime },
          {
            to: email,
            subject: "Set a new Gatehouse password",
            text: `Open this link within half an hour to choose a new password:

${config.publicUrl}/reset/password#${token}

It was asked for from ${request.ip}. If that was not you, do nothing: your password stays as it is.
`,
          },
        );
        record({ action: "user.password_reset_asked", target: { type: "user", id: user.id, name: user.name } });
      });
    await answerTime;
    return { accepted: true as const };
  },
);

function onlyThrottled(error: unknown): true {
  if (error instanceof Refusal && error.code === "rate_limit_exceeded") return true;
  throw error;
}
