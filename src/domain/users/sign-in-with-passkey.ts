import * as z from "zod";
import { PasskeyAssertion } from "#contract/account.ts";
import { openSession } from "#core/sessions/open-session.ts";
import { provePasskey } from "#core/sessions/prove-passkey.ts";
import { guestMutation } from "#core/verb.ts";

/** Makes a session for the holder of a passkey. It counts as both factors, so no code is asked for. */
export const signInWithPasskey = guestMutation(
  {
    name: "users.sign_in_with_passkey",
    input: z.strictObject({ passkey: PasskeyAssertion }),
    output: z.object({ user_id: z.string(), session_id: z.string() }),
  },
  async (call, { passkey }) => {
    const user = await provePasskey(call, { purpose: "sign_in", userId: "" }, passkey);
    const session = await openSession(call, user, { method: "passkey", secondFactor: null });
    return { user_id: user.id, session_id: session.id };
  },
);
