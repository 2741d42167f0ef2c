import { and, eq, isNull } from "drizzle-orm";
import type { Db } from "#db/client.ts";
import { sessions } from "#db/schema/users.ts";

/**
 * Ends a session for good, and with it all its access and refresh tokens. Null: there is none, or it has ended; of several
 * at once, one ends it. The caller records it and says `changed({ credential })`.
 */
export async function endSession(db: Db, id: string, now: Date): Promise<{ orgId: string; userId: string } | null> {
  const [ended] = await db
    .update(sessions)
    .set({ revokedAt: now })
    .where(and(eq(sessions.id, id), isNull(sessions.revokedAt)))
    .returning({ orgId: sessions.orgId, userId: sessions.userId });
  return ended ?? null;
}
