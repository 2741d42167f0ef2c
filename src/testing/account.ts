import { TOTP } from "otpauth";
import type { Principal } from "#core/principal.ts";
import type { Refusal } from "#core/refusal.ts";
import { readSession } from "#core/sessions/read-session.ts";
import type { Call, GuestCall } from "#core/verb.ts";
import { enableSecondFactor } from "#domain/users/enable-second-factor.ts";
import { setUpSecondFactor } from "#domain/users/set-up-second-factor.ts";
import { signIn } from "#domain/users/sign-in.ts";
import { signUp } from "#domain/users/sign-up.ts";
import { newId } from "#lib/id.ts";
import type { World } from "./world.ts";

export const PASSWORD = "a long enough password";

/** Tests count attempts by address, so each guest comes from one of their own unless told. */
let nextIp = 1;

/** Short words for what people do to their accounts. */
export function accountsOf(world: World) {
  const guest = (ip = `2001:db8:${(nextIp++).toString(16)}::1`): GuestCall => ({
    runtime: world.runtime,
    request: { id: newId("req"), ip, userAgent: "vitest" },
  });
  const principalOf = async (sessionId: string): Promise<Principal> => {
    const session = await readSession(world.runtime, sessionId);
    if (!session) throw new Error("no session");
    return session.principal;
  };
  return {
    guest,
    principalOf,
    /** Signs somebody up and in. `call` speaks for them as of now. */
    async newcomer(email = `${newId("mail")}@example.test`) {
      await signUp(guest(), signUp.input.parse({ name: "New Person", email, password: PASSWORD }));
      const made = await signIn(guest(), { email, password: PASSWORD });
      const sessionId = made.session_id ?? "";
      return {
        email,
        sessionId,
        userId: made.user_id,
        call: async (): Promise<Call> => world.call(await principalOf(sessionId), { ip: guest().request.ip }),
      };
    },
    /** As if the last proof of who is at the browser were `minutes` old. */
    async age(sessionId: string, minutes: number): Promise<void> {
      await world.owner`update sessions set authenticated_at = now() - ${minutes} * interval '1 minute' where id = ${sessionId}`;
    },
    /** Turns two-step sign-in on; `code` gives one that was not taken yet, by taking the memory of the last away. */
    async withSecondFactor(call: Call) {
      const { secret, setup } = await setUpSecondFactor(call, {});
      const code = () => new TOTP({ secret }).generate({ timestamp: world.runtime.clock.nowMs() });
      const { recovery_codes } = await enableSecondFactor(call, { setup, code: code() });
      const userId = call.principal.user.id;
      return {
        secret,
        recoveryCodes: recovery_codes,
        async code(): Promise<string> {
          await world.owner`update totp_factors set last_step = 0 where user_id = ${userId}`;
          return code();
        },
      };
    },
    async auditOf(orgId: string): Promise<string[]> {
      const rows = await world.owner<{ action: string }[]>`
        select action from audit_events where org_id = ${orgId} order by seq`;
      return rows.map(({ action }) => action);
    },
  };
}

/** The code that something was refused with, or `passed`. */
export const refusal = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => "passed",
    (error: Refusal) => error.code ?? `bug: ${String(error)}`,
  );
