import * as z from "zod";
import { SignInInput } from "#contract/user.ts";
import { mintOneTimeToken } from "#core/sessions/one-time-token.ts";
import { openSession } from "#core/sessions/open-session.ts";
import { provePassword } from "#core/sessions/prove-password.ts";
import { hasSecondFactor } from "#core/sessions/second-factor.ts";
import { guestMutation } from "#core/verb.ts";

/** Minutes that the second step may take. */
const STEP_MINUTES = 5;

/**
 * Checks e-mail and password and makes a session with a new id. Whoever has a second factor gets a `step` instead, which
 * is no session, and is to be handed to `passSecondFactor` with a code within five minutes.
 */
export const signIn = guestMutation(
  {
    name: "users.sign_in",
    input: SignInInput,
    output: z.object({ user_id: z.string(), session_id: z.string().nullable(), step: z.string().nullable() }),
  },
  async (call, given) => {
    const { db } = call.runtime;
    const user = await provePassword(call, given);
    if (await hasSecondFactor(db, user.id)) {
      const step = await mintOneTimeToken(db, { purpose: "sign_in_step", userId: user.id, minutes: STEP_MINUTES });
      return { user_id: user.id, session_id: null, step };
    }
    const session = await openSession(call, user, { method: "password", secondFactor: null });
    return { user_id: user.id, session_id: session.id, step: null };
  },
);
