import { and, eq, isNull, ne } from "drizzle-orm";
import * as z from "zod";
import { Refusal } from "#core/refusal.ts";
import { mutation } from "#core/verb.ts";
import { sessions } from "#db/schema/users.ts";

const Input = z.strictObject({
  id: z.string().max(60).optional().describe("One session; left out: every other than the caller's own"),
});

/** Ends one of the caller's sessions (signing out is ending one's own), or all but the caller's own. */
export const revokeSessions = mutation(
  { name: "sessions.revoke", scope: null, sessionOnly: true, input: Input, output: z.object({ revoked: z.int() }) },
  async (ctx, { id }) => {
    const { db, principal, now } = ctx;
    const which = id === undefined ? ne(sessions.id, principal.via.id) : eq(sessions.id, id);
    const ended = await db
      .update(sessions)
      .set({ revokedAt: now })
      .where(and(eq(sessions.userId, principal.user.id), isNull(sessions.revokedAt), which))
      .returning({ id: sessions.id });
    if (id !== undefined && ended.length === 0) throw new Refusal("not_found", "There is no such session.");
    ctx.record({
      action: "session.revoked",
      target: { type: "session", id: id ?? principal.via.id },
      after: { revoked: ended.map((session) => session.id) },
    });
    for (const session of ended) ctx.changed({ credential: session.id });
    return { revoked: ended.length };
  },
);
