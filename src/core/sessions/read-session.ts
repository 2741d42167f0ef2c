import type { Role } from "#contract/role.ts";
import type { Principal } from "../principal.ts";
import type { Runtime } from "../runtime.ts";
import { type SessionRow, sessionPrincipal } from "./session-principal.ts";

const SEEN_EVERY_MS = 60_000;

export type PortalSession = { principal: Principal; onboarded: boolean; authenticatedAt: Date };
type Row = SessionRow & { role: Role; onboarded: boolean; last_seen_at: string };

/** The session behind a cookie, as of now; null once it was revoked, has expired, or its user is gone. One statement. */
export async function readSession({ sql, clock, log }: Runtime, sessionId: string): Promise<PortalSession | null> {
  const [row] = await sql<Row[]>`select * from resolve_session(${sessionId})`;
  if (!row) return null;
  if (clock.nowMs() - new Date(row.last_seen_at).getTime() > SEEN_EVERY_MS)
    sql`update sessions set last_seen_at = now() where id = ${sessionId}`.catch((error: unknown) =>
      log.warn({ err: error }, "could not note that a session was seen"),
    );
  return {
    principal: sessionPrincipal(row),
    onboarded: row.onboarded,
    authenticatedAt: new Date(row.authenticated_at),
  };
}
