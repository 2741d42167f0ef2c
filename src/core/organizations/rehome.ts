import type { GuestCall } from "../verb.ts";
import { ensureHome } from "./ensure-home.ts";

/**
 * For a sign-in that is still good while its person is in no organization any more: they left or deleted the last one, or
 * were removed from it. They begin with a new one at their next request instead of being signed out without a word. Does
 * nothing for a sign-in that is over.
 */
export async function rehome(call: GuestCall, sessionId: string): Promise<void> {
  const { runtime } = call;
  const [user] = await runtime.sql<{ id: string; name: string; default_org_id: string | null }[]>`
    select u.id, u.name, u.default_org_id from sessions s join users u on u.id = s.user_id
    where s.id = ${sessionId} and s.revoked_at is null and s.expires_at > clock_timestamp() and u.disabled_at is null`;
  if (!user) return;
  const { id, name, default_org_id: defaultOrgId } = user;
  await ensureHome({ ...call, now: runtime.clock.now() }, { id, name, defaultOrgId });
}
