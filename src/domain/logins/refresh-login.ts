import { and, eq, exists, isNull, sql } from "drizzle-orm";
import { LoggedIn, RefreshLoginInput } from "#contract/login.ts";
import { hashSecret, isRefreshToken, mintSecret } from "#core/credentials/secret.ts";
import { Refusal } from "#core/refusal.ts";
import { endSession } from "#core/sessions/end-session.ts";
import { writeAsUser } from "#core/sessions/write-as-user.ts";
import { issueSessionTokens } from "#core/tokens/issue-session-tokens.ts";
import { guestMutation } from "#core/verb.ts";
import type { Db } from "#db/client.ts";
import { refreshTokens } from "#db/schema/tokens.ts";
import { sessions, users } from "#db/schema/users.ts";

/**
 * Changes a refresh token for a new pair. It is good once: whoever comes second, thief or owner, ends the session, since
 * nobody can tell which of the two they are (RFC 9700 §4.14.2). Of any number at once, one at most gets a pair, and that
 * is dead as soon as the others have been refused.
 */
export const refreshLogin = guestMutation(
  { name: "logins.refresh", input: RefreshLoginInput, output: LoggedIn },
  async (ctx, { refresh_token }) => {
    const { runtime, now } = ctx;
    const { secretPrefix } = runtime.config;
    if (!isRefreshToken(refresh_token, secretPrefix)) throw new Refusal("invalid_token");
    const hash = hashSecret(refresh_token);
    const held = await findSession(runtime.db, hash);
    if (!held) throw new Refusal("invalid_token");
    const { session, user } = held;
    const target = { type: "session", id: session.id };
    const next = mintSecret(secretPrefix, "refresh");

    // What is refused is refused after this: ending a session must not be rolled back with it.
    const outcome = await writeAsUser(
      ctx,
      { ...user, defaultOrgId: session.orgId },
      async ({ tx, record, changed }) => {
        if (await spend(tx, hash)) {
          await tx.insert(refreshTokens).values({ hash: next.hash, sessionId: session.id });
          record({ action: "session.refreshed", target });
          return "refreshed";
        }
        if (!(await wasUsed(tx, hash)) || !(await endSession(tx, session.id, now))) return "refused";
        record({ action: "session.refresh_replayed", target, after: { revoked: [session.id] } });
        changed({ credential: session.id });
        return "ended";
      },
    );
    if (outcome === "ended")
      throw new Refusal(
        "revoked_token",
        "This refresh token was used before, so its session has been ended. Log in again.",
      );
    if (outcome === "refused")
      throw new Refusal(
        user.disabledAt ? "inactive_user" : session.expiresAt <= now ? "expired_token" : "revoked_token",
      );
    return issueSessionTokens(runtime, session.id, next.reveal);
  },
);

async function findSession(db: Db, hash: string) {
  const [row] = await db
    .select({
      session: { id: sessions.id, orgId: sessions.orgId, expiresAt: sessions.expiresAt },
      user: { id: users.id, name: users.name, disabledAt: users.disabledAt },
    })
    .from(refreshTokens)
    .innerJoin(sessions, eq(sessions.id, refreshTokens.sessionId))
    .innerJoin(users, eq(users.id, sessions.userId))
    .where(eq(refreshTokens.hash, hash));
  return row;
}

/** Uses up a refresh token of a living session; false if it was used before or the session has ended. */
async function spend(tx: Db, hash: string): Promise<boolean> {
  const spent = await tx
    .update(refreshTokens)
    .set({ usedAt: sql`clock_timestamp()` })
    .where(
      and(
        eq(refreshTokens.hash, hash),
        isNull(refreshTokens.usedAt),
        exists(
          tx
            .select({ one: sql`1` })
            .from(sessions)
            .innerJoin(users, eq(users.id, sessions.userId))
            .where(
              and(
                eq(sessions.id, refreshTokens.sessionId),
                isNull(sessions.revokedAt),
                sql`${sessions.expiresAt} > clock_timestamp()`,
                isNull(users.disabledAt),
              ),
            ),
        ),
      ),
    )
    .returning({ hash: refreshTokens.hash });
  return spent.length > 0;
}

async function wasUsed(tx: Db, hash: string): Promise<boolean> {
  const [row] = await tx
    .select({ usedAt: refreshTokens.usedAt })
    .from(refreshTokens)
    .where(eq(refreshTokens.hash, hash));
  return row != null && row.usedAt !== null;
}
