import { and, eq } from "drizzle-orm";
import * as z from "zod";
import { enqueueMail } from "#core/mail/enqueue-mail.ts";
import { Refusal } from "#core/refusal.ts";
import { requireRecent } from "#core/sessions/recent.ts";
import { mutation } from "#core/verb.ts";
import { passkeys } from "#db/schema/account.ts";
import { accountNotice } from "./account-notice.ts";

/** Forgets one of the caller's passkeys. Sessions that it opened stay, as those of a password do. */
export const removePasskey = mutation(
  {
    name: "users.remove_passkey",
    scope: null,
    sessionOnly: true,
    input: z.strictObject({ id: z.string().max(60) }),
    output: z.object({ removed: z.literal(true) }),
  },
  async (ctx, { id }) => {
    const { db, principal, now } = ctx;
    requireRecent(principal, now);
    const [gone] = await db
      .delete(passkeys)
      .where(and(eq(passkeys.id, id), eq(passkeys.userId, principal.user.id)))
      .returning({ name: passkeys.name });
    if (!gone) throw new Refusal("not_found", "There is no such passkey.");
    await enqueueMail(ctx, accountNotice(ctx, principal.user.email, "passkey_removed"));
    ctx.record({ action: "passkey.removed", target: { type: "passkey", id, name: gone.name } });
    return { removed: true as const };
  },
);
