import { OrganizationSettings } from "#contract/organization.ts";
import type { Role } from "#contract/role.ts";
import { type Verdict, verdictOf } from "../policy/verdict.ts";
import type { Principal } from "../principal.ts";
import type { Runtime } from "../runtime.ts";
import { type SessionRow, sessionPrincipal } from "./session-principal.ts";

const SEEN_EVERY_MS = 60_000;

export type PortalSession = { principal: Principal; onboarded: boolean; authenticatedAt: Date };
type Row = Omit<SessionRow, "withheld"> & {
  role: Role;
  onboarded: boolean;
  last_seen_at: string;
  created_at: string;
  has_second_factor: boolean;
};

/**
 * The session behind a cookie, as of now; null once it was revoked, has expired, its organization wants shorter ones, or
 * its user is gone. One statement.
 */
export async function readSession({ sql, clock, log }: Runtime, sessionId: string): Promise<PortalSession | null> {
  const [row] = await sql<Row[]>`
    select r.*, s.created_at, user_has_second_factor(r.user_id) as has_second_factor
    from resolve_session(${sessionId}) r join sessions s on s.id = r.session_id`;
  if (!row) return null;
  const { refusal, expiresAtMs } = portalVerdict(row);
  if (expiresAtMs <= clock.nowMs()) return null;
  if (clock.nowMs() - new Date(row.last_seen_at).getTime() > SEEN_EVERY_MS)
    sql`update sessions set last_seen_at = now() where id = ${sessionId}`.catch((error: unknown) =>
      log.warn({ err: error }, "could not note that a session was seen"),
    );
  return {
    principal: sessionPrincipal({ ...row, withheld: refusal }),
    onboarded: row.onboarded,
    authenticatedAt: new Date(row.authenticated_at),
  };
}

const portalVerdict = (row: Row): Verdict =>
  verdictOf(
    {
      kind: "session",
      type: "live",
      portal: true,
      createdAtMs: Date.parse(row.created_at),
      expiresAtMs: new Date(row.expires_at).getTime(),
      ownerKind: "person",
      ownerHasSecondFactor: row.has_second_factor,
    },
    OrganizationSettings.parse(row.settings),
  );
