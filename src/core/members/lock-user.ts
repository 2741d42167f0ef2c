import { and, eq, isNull } from "drizzle-orm";
import type { Db } from "#db/client.ts";
import { users } from "#db/schema/users.ts";
import { Refusal } from "../refusal.ts";

/**
 * Puts the end of an account, and everything that makes its person a member of something, in one order: take this lock
 * first, before that of an organization. Refuses if the account is gone, so that nobody joins who has just been deleted.
 */
export async function lockUser(db: Db, userId: string): Promise<void> {
  const [still] = await db
    .select({ id: users.id })
    .from(users)
    .where(and(eq(users.id, userId), isNull(users.disabledAt)))
    .for("no key update");
  if (!still) throw new Refusal("unauthorized", "This account is gone.");
}
