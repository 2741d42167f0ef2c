import * as z from "zod";
import { ChangeEmailInput } from "#contract/account.ts";
import { enqueueMail } from "#core/mail/enqueue-mail.ts";
import { invalidField } from "#core/refusal.ts";
import { mintOneTimeToken, voidOneTimeTokens } from "#core/sessions/one-time-token.ts";
import { requireRecent } from "#core/sessions/recent.ts";
import { countAttempt, mailboxThrottles, mailThrottles } from "#core/sessions/throttle.ts";
import { mutation } from "#core/verb.ts";
import { accountNotice } from "./account-notice.ts";

const LINK_MINUTES = 60;

/**
 * Sends a link to the new address, good once and for an hour, and a notice to the present one. Nothing changes before
 * the link is opened. The answer is the same for an address that another account has: its link then changes nothing.
 */
export const askEmailChange = mutation(
  {
    name: "users.ask_email_change",
    scope: null,
    sessionOnly: true,
    input: ChangeEmailInput,
    output: z.object({ sent_to: z.string() }),
    async prepare({ runtime, principal, request, now }, { email }) {
      requireRecent(principal, now);
      if (email === principal.user.email) throw invalidField("email", "same", "This is your address already.");
      await countAttempt(runtime.db, [...mailThrottles(request.ip), ...mailboxThrottles(email)]);
    },
  },
  async (ctx, { email }) => {
    const { db, principal, runtime } = ctx;
    const { user } = principal;
    // The last one that was asked for is the one that counts.
    await voidOneTimeTokens(db, "email_change", user.id);
    const token = await mintOneTimeToken(db, {
      purpose: "email_change",
      userId: user.id,
      email,
      minutes: LINK_MINUTES,
    });
    await enqueueMail(ctx, {
      to: email,
      subject: "Confirm your new Gatehouse address",
      text: `Open this link within an hour to sign in to Gatehouse with this address from now on:

${runtime.config.publicUrl}/confirm-email#${token}

If you did not ask for this, do nothing: the link then expires and nothing changes.
`,
    });
    await enqueueMail(ctx, accountNotice(ctx, user.email, "email_change_asked"));
    ctx.record({ action: "user.email_change_asked", target: { type: "user", id: user.id, name: user.name } });
    return { sent_to: email };
  },
);
