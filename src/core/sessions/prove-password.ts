import { eq } from "drizzle-orm";
import { users } from "#db/schema/users.ts";
import { Refusal } from "../refusal.ts";
import type { GuestCall } from "../verb.ts";
import { passwordMatches } from "./password.ts";
import { clearAttempts, countAttempt, signInThrottles } from "./throttle.ts";

export type KnownUser = { id: string; name: string; email: string; defaultOrgId: string | null };

/**
 * The user behind an e-mail address and its password. An unknown address, a wrong password and a deactivated user are
 * refused alike, after the same work. Whoever calls this asks for the second factor next, before it opens a session.
 */
export async function provePassword(
  { runtime, request }: GuestCall,
  { email, password }: { email: string; password: string },
): Promise<KnownUser> {
  const { db } = runtime;
  const throttles = signInThrottles(email, request.ip);
  await countAttempt(db, throttles);
  const [user] = await db.select().from(users).where(eq(users.email, email));
  const matches = await passwordMatches(user?.passwordHash, password);
  if (!user || !matches || user.disabledAt !== null)
    throw new Refusal("unauthorized", "The e-mail address or the password is not right.");
  await clearAttempts(db, throttles.slice(0, 1));
  return { id: user.id, name: user.name, email, defaultOrgId: user.defaultOrgId };
}
