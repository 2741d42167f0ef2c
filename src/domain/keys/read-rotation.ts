import { and, desc, eq, isNotNull, sql } from "drizzle-orm";
import { KeyId } from "#contract/key.ts";
import { type CallerState, Rotation, type RotationCaller } from "#contract/rotation.ts";
import { query } from "#core/verb.ts";
import type { Db } from "#db/client.ts";
import { credentialSecrets } from "#db/schema/credentials.ts";
import { findKey } from "./key-view.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Several programs may share an address and a name, so one call with the new secret is not yet all of them. */
const SETTLED_MS = 10 * 60_000;
const MOST_CALLERS = 100;

type Seen = {
  ip: string;
  user_agent: string;
  operation: string;
  requests: number;
  former_ms: number | null;
  current_ms: number | null;
};

/**
 * Who calls with which secret of a rotated key. A caller is an address and a user agent. Looks at the calls of the day
 * before the rotation, at all with the former secret since, and at those with the new one of the last 24 hours.
 */
export const readRotation = query(
  { name: "keys.read_rotation", scope: "keys:read", slow: true, input: KeyId, output: Rotation },
  async ({ db, principal, now }, { id }) => {
    const { key } = await findKey(db, principal, id);
    const { rotatedAt, previousSecretExpiresAt } = key;
    if (!rotatedAt || !previousSecretExpiresAt) return never;
    const overlap = previousSecretExpiresAt > now && key.revokedAt === null;
    const seen = await seenCallers(db, principal.orgId, id, rotatedAt, now);
    const callers = seen.map((caller) => toCaller(caller, now));
    callers.sort(
      (a, b) => rank(a.state) - rank(b.state) || (b.last_former_at ?? "").localeCompare(a.last_former_at ?? ""),
    );
    const lastFormerMs = seen.reduce<number | null>((last, { former_ms }) => latest(last, former_ms), null);
    const reason = overlap ? reasonOf(callers, now.getTime() - (lastFormerMs ?? 0), rotatedAt, now) : "finished";
    const rotation: Rotation = {
      status: overlap ? "overlap" : "finished",
      rotated_at: rotatedAt.toISOString(),
      previous_secret_expires_at: previousSecretExpiresAt.toISOString(),
      previous_hint: await formerHint(db, principal.orgId, id),
      callers: callers.slice(0, MOST_CALLERS),
      last_former_at: iso(lastFormerMs),
      safe_to_finish: reason === "everybody_moved" || reason === "quiet_for_a_day",
      reason,
    };
    return rotation;
  },
);

const never: Rotation = {
  status: "none",
  rotated_at: null,
  previous_secret_expires_at: null,
  previous_hint: null,
  callers: [],
  last_former_at: null,
  safe_to_finish: false,
  reason: "not_rotated",
};

function reasonOf(callers: readonly RotationCaller[], quietMs: number, rotatedAt: Date, now: Date): Rotation["reason"] {
  if (quietMs < SETTLED_MS || callers.some(({ state }) => state === "calling")) return "still_calling";
  const sinceRotation = now.getTime() - rotatedAt.getTime();
  if (callers.length > 0 && callers.every(({ state }) => state === "moved")) return "everybody_moved";
  return Math.min(quietMs, sinceRotation) >= DAY_MS ? "quiet_for_a_day" : "not_seen_yet";
}

function stateOf({ former_ms, current_ms }: Seen, now: Date): CallerState {
  if (current_ms !== null && current_ms > (former_ms ?? 0)) return "moved";
  if (former_ms === null) return "expected";
  return now.getTime() - former_ms < HOUR_MS ? "calling" : "quiet";
}

const toCaller = (seen: Seen, now: Date): RotationCaller => ({
  ip: seen.ip || null,
  user_agent: seen.user_agent || null,
  operation: seen.operation || null,
  state: stateOf(seen, now),
  requests: seen.requests,
  last_former_at: iso(seen.former_ms),
  last_current_at: iso(seen.current_ms),
});

const rank = (state: CallerState) => ["calling", "expected", "quiet", "moved"].indexOf(state);
const iso = (ms: number | null) => (ms === null ? null : new Date(ms).toISOString());
const latest = (a: number | null, b: number | null) => (a === null ? b : b === null ? a : Math.max(a, b));

/** One statement over the index by credential and time. A day after the rotation nobody is expected from before it. */
async function seenCallers(db: Db, orgId: string, id: string, rotatedAt: Date, now: Date): Promise<Seen[]> {
  const rotated = rotatedAt.toISOString();
  const dayAgo = new Date(now.getTime() - DAY_MS).toISOString();
  const lastMs = (phase: string) => sql`(extract(epoch from max(time) filter (where phase = ${phase})) * 1000)::float8`;
  const rows = await db.execute<Seen>(sql`
    with calls as (
      select ip, user_agent, operation, time, 'before' as phase from usage_events
        where org_id = ${orgId} and credential_id = ${id} and ${rotated}::timestamptz > ${dayAgo}::timestamptz
          and time >= ${rotated}::timestamptz - interval '24 hours' and time < ${rotated}::timestamptz
          and not former_secret and status not in (401, 403, 429)
      union all
      select ip, user_agent, operation, time, 'former' from usage_events
        where org_id = ${orgId} and credential_id = ${id} and former_secret and time >= ${rotated}::timestamptz
      union all
      select ip, user_agent, operation, time, 'current' from usage_events
        where org_id = ${orgId} and credential_id = ${id} and not former_secret
          and time >= greatest(${rotated}::timestamptz, ${dayAgo}::timestamptz)
    )
    select ip, user_agent, coalesce((array_agg(operation order by time desc) filter (where phase = 'former'))[1],
        (array_agg(operation order by time desc))[1]) as operation,
      count(*) filter (where phase = 'former')::int as requests,
      ${lastMs("former")} as former_ms,
      ${lastMs("current")} as current_ms
    from calls group by ip, user_agent
    having bool_or(phase in ('before', 'former'))
    order by max(time) desc limit 1000`);
  return [...rows];
}

async function formerHint(db: Db, orgId: string, id: string): Promise<string | null> {
  const [former] = await db
    .select({ hint: credentialSecrets.hint })
    .from(credentialSecrets)
    .where(
      and(
        eq(credentialSecrets.orgId, orgId),
        eq(credentialSecrets.credentialId, id),
        isNotNull(credentialSecrets.expiresAt),
      ),
    )
    .orderBy(desc(credentialSecrets.createdAt))
    .limit(1);
  return former?.hint ?? null;
}
