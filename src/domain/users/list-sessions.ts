import { and, desc, eq, gt, isNull, sql } from "drizzle-orm";
import * as z from "zod";
import { Nothing } from "#contract/list.ts";
import { SignInSession } from "#contract/user.ts";
import { query } from "#core/verb.ts";
import { sessions } from "#db/schema/users.ts";

/** Where the caller is signed in, this place first. */
export const listSessions = query(
  {
    name: "sessions.list",
    scope: null,
    sessionOnly: true,
    input: Nothing,
    output: z.object({ data: z.array(SignInSession) }),
  },
  async ({ db, principal }) => {
    const rows = await db
      .select()
      .from(sessions)
      .where(
        and(eq(sessions.userId, principal.user.id), isNull(sessions.revokedAt), gt(sessions.expiresAt, sql`now()`)),
      )
      .orderBy(sql`${sessions.id} = ${principal.via.id} desc`, desc(sessions.lastSeenAt))
      .limit(100);
    return {
      data: rows.map((row) => ({
        id: row.id,
        ip: row.ip,
        user_agent: row.userAgent,
        created_at: row.createdAt.toISOString(),
        last_seen_at: row.lastSeenAt.toISOString(),
        current: row.id === principal.via.id,
        method: row.method,
        second_factor: row.secondFactor,
      })),
    };
  },
);
