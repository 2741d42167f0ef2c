import * as z from "zod";
import { LogOutInput } from "#contract/login.ts";
import { findPresented } from "#core/credentials/find-presented.ts";
import { Refusal } from "#core/refusal.ts";
import { endSession } from "#core/sessions/end-session.ts";
import { writeAsUser } from "#core/sessions/write-as-user.ts";
import { guestMutation } from "#core/verb.ts";

/**
 * Ends the session that a token belongs to, and with it every access and refresh token of it. A token that has expired
 * still ends its session, and one whose session has ended is answered alike.
 */
export const logOut = guestMutation(
  { name: "logins.end", input: LogOutInput, output: z.object({ logged_out: z.literal(true) }) },
  async (ctx, { token }) => {
    const record = await findPresented(ctx.runtime, token);
    if (record?.kind !== "session") throw new Refusal("invalid_token", "This is not a token of a session.");
    const { user, orgId } = record.principal;
    await writeAsUser(ctx, { ...user, defaultOrgId: orgId }, async ({ tx, record: write, changed }) => {
      const id = record.credentialId;
      if (!(await endSession(tx, id, ctx.now))) return;
      write({ action: "session.revoked", target: { type: "session", id }, after: { revoked: [id] } });
      changed({ credential: id });
    });
    return { logged_out: true as const };
  },
);
