import { sql } from "drizzle-orm";
import { type CredentialKind, hourlyLimits } from "#contract/credential.ts";
import { OrganizationSettings } from "#contract/organization.ts";
import { WINDOW_SECONDS } from "../limits/window.ts";
import { subjectTypeOf } from "./subject-type.ts";
import type { Found, Look } from "./watch.ts";

/** In percent of the limit, the highest first: of several that were passed at once only the highest is said. */
const STEPS = [100, 90, 75];

type Row = {
  org_id: string;
  org_name: string;
  settings: unknown;
  id: string;
  kind: CredentialKind;
  name: string;
  hint: string;
  own_limit: number | null;
  owner_id: string;
  owner_name: string;
  personal: boolean;
  used: number;
};

/** What was counted against one limit in this hour. */
type Count = Pick<Found, "orgId" | "subject" | "ownerId" | "personal"> & {
  of: "credential" | "member" | "organization";
  used: number;
  limit: number | null;
};

/**
 * Limits of credentials, members and organizations that are used up to 75, 90 or 100 % in the running hour. Requests
 * count as the pipeline counts them: those that were let in (not 401) and were not over the limit (not 429).
 */
export const findQuotas: Look = async (db, now) => {
  const windowMs = WINDOW_SECONDS * 1000;
  const startMs = Math.floor(now.getTime() / windowMs) * windowMs;
  const start = new Date(startMs).toISOString();
  const rows = await db.execute<Row>(sql`
    with active as (select distinct org_id from credential_activity where last_used_at >= ${start}::timestamptz),
    counted as (
      select m.org_id, m.credential_id, sum(m.requests)::int as used
      from active a join usage_minutes m on m.org_id = a.org_id
      where m.start >= ${start}::timestamptz and m.credential_id <> '' and m.status not in (401, 429)
      group by 1, 2)
    select o.id as org_id, o.name as org_name, o.settings, c.id, c.kind, c.name, c.hint, c.rate_limit as own_limit,
      c.owner_id, u.name as owner_name, c.org_id is null as personal, counted.used
    from counted join credentials c on c.id = counted.credential_id join users u on u.id = c.owner_id
    join organizations o on o.id = counted.org_id`);

  const counts = [...Map.groupBy(rows, (row) => row.org_id).values()].flatMap(countsOf);
  return counts.flatMap(({ of, used, limit, ...who }): Found[] => {
    const step = limit === null ? undefined : STEPS.find((percent) => used * 100 >= percent * limit);
    if (step === undefined) return [];
    const resets_at = new Date(startMs + windowMs).toISOString();
    const onceKey = `quota:${of}:${who.subject.id}:${startMs / 1000}:${step}`;
    return [{ ...who, kind: "usage.quota", onceKey, data: { of, percent: step, limit, used, resets_at } }];
  });
};

/** Each limit that the credentials of one organization count against. */
function countsOf(rows: Row[]): Count[] {
  const first = rows[0];
  if (!first) return [];
  const orgId = first.org_id;
  const settings = OrganizationSettings.parse(first.settings);
  const most = settings.rate_limit ?? Number.POSITIVE_INFINITY;
  const sum = (of: readonly Row[]) => of.reduce((total, { used }) => total + used, 0);
  const credentials = rows.map((row) => ({
    of: "credential" as const,
    orgId,
    subject: { type: subjectTypeOf(row.kind), id: row.id, name: row.name },
    ownerId: row.owner_id,
    personal: row.personal,
    used: row.used,
    limit: Math.min(row.own_limit ?? hourlyLimits[row.kind], most),
  }));
  const members = [...Map.groupBy(rows, (row) => row.owner_id)].map(([ownerId, of]) => ({
    of: "member" as const,
    orgId,
    subject: { type: "user", id: ownerId, name: of[0]?.owner_name ?? null },
    ownerId,
    used: sum(of),
    limit: settings.member_rate_limit,
  }));
  const organization = {
    of: "organization" as const,
    orgId,
    subject: { type: "organization", id: orgId, name: first.org_name },
    ownerId: null,
    used: sum(rows),
    limit: settings.organization_rate_limit,
  };
  return [...credentials, ...members, organization];
}
