import { sql } from "drizzle-orm";
import { type CredentialKind, hourlyLimits, type KeyType } from "#contract/credential.ts";
import type { Affected } from "#contract/settings.ts";
import type { UserKind } from "#contract/user.ts";
import type { Judged } from "#core/policy/verdict.ts";
import type { Db } from "#db/client.ts";

type Row = {
  id: string;
  kind: CredentialKind;
  type: KeyType;
  name: string;
  hint: string;
  rate_limit: number | null;
  allowed_ips: string[];
  created_at: string;
  expires_at: string | null;
  user_bound: boolean;
  owner_id: string;
  owner_kind: UserKind;
  owner_name: string;
  owner_has_second_factor: boolean;
};

/** A living credential: what the rules look at, what is shown of it, and its own bounds. */
export type Acting = {
  judged: Judged;
  shown: Pick<Affected, "credential" | "owner">;
  /** Requests an hour before the organization's limits. */
  hourlyLimit: number;
};

/**
 * Every credential that can act in the organization now: keys and tokens of it, those of its members themselves (the
 * names they gave them are theirs alone), and sign-ins, of programs and of the portal.
 */
export async function credentialsActingIn(db: Db, orgId: string): Promise<Acting[]> {
  const rows = await db.execute<Row>(sql`
    select id, kind, type, name, hint, rate_limit, allowed_ips, created_at, expires_at, user_bound, owner_id, owner_kind,
      owner_name, owner_has_second_factor
    from credentials_acting_in(${orgId})
    union all
    select s.id, 'session', 'live', case s.method when 'api' then 'Sign-in of a program' else 'Portal session' end, '',
      null, '{}', s.created_at, s.expires_at, true, u.id, u.kind, u.name,
      s.method <> 'api' or user_has_second_factor(u.id)
    from sessions s join users u on u.id = s.user_id
    join memberships m on m.user_id = u.id and m.org_id = ${orgId}
    where s.org_id = ${orgId} and s.revoked_at is null and s.expires_at > clock_timestamp() and u.disabled_at is null`);
  return rows.map((row) => ({
    judged: {
      kind: row.kind,
      type: row.type,
      portal: row.kind === "session" && row.name === "Portal session",
      createdAtMs: Date.parse(row.created_at),
      expiresAtMs: row.expires_at === null ? Number.POSITIVE_INFINITY : Date.parse(row.expires_at),
      ownerKind: row.owner_kind,
      ownerHasSecondFactor: row.owner_has_second_factor,
    },
    shown: {
      credential: {
        id: row.id,
        kind: row.kind,
        type: row.kind === "api_key" ? row.type : null,
        name: row.kind === "personal_access_token" ? "Personal access token" : row.name,
        hint: row.hint,
      },
      owner: { id: row.owner_id, name: row.owner_name, kind: row.owner_kind },
    },
    hourlyLimit: row.rate_limit ?? hourlyLimits[row.kind],
  }));
}
