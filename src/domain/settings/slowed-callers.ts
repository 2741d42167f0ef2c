import { sql } from "drizzle-orm";
import type { OrganizationSettings } from "#contract/organization.ts";
import type { Affected } from "#contract/settings.ts";
import type { QueryContext } from "#core/verb.ts";
import type { Acting } from "./credentials-acting-in.ts";

type Hour = { credential_id: string; start: string; requests: number };
type Limits = Pick<OrganizationSettings, "rate_limit" | "member_rate_limit" | "organization_rate_limit">;

const orNone = (limit: number | null) => limit ?? Number.POSITIVE_INFINITY;

/** The credentials, members or organization that had an hour in the last 30 days which the new limits would have cut. */
export async function slowedCallers(
  { db, principal }: QueryContext,
  living: readonly Acting[],
  before: Limits,
  after: Limits,
): Promise<Affected[]> {
  const hours = await db.execute<Hour>(sql`
    select credential_id, start, sum(requests)::float8 as requests from usage_hours
    where org_id = ${principal.orgId} and start > now() - interval '30 days' and credential_id <> ''
      and status not in (401, 429)
    group by 1, 2`);
  const ownerOf = new Map(living.map(({ shown }) => [shown.credential?.id ?? "", shown.owner]));
  const ofCredentials = peaks(hours, ({ credential_id }) => credential_id);
  const ofOwners = peaks(hours, ({ credential_id }) => ownerOf.get(credential_id)?.id);
  const owners = new Map(living.flatMap(({ shown }) => (shown.owner ? [[shown.owner.id, shown.owner]] : [])));

  const slowed: Affected[] = [];
  const add = (
    who: Pick<Affected, "credential" | "owner">,
    peak: number,
    was: number,
    will: number,
    detail: string,
  ) => {
    if (will < was && peak > will)
      slowed.push({ ...who, effect: "slowed", detail, expires_at: null, addresses: [], limit: will, peak });
  };
  for (const { shown, hourlyLimit, judged } of living) {
    if (judged.portal) continue;
    const [was, will] = [before, after].map(({ rate_limit }) => Math.min(hourlyLimit, orNone(rate_limit))) as [
      number,
      number,
    ];
    add(
      shown,
      ofCredentials.get(shown.credential?.id ?? "") ?? 0,
      was,
      will,
      "Had busier hours than its limit would allow.",
    );
  }
  for (const [id, owner] of owners)
    add(
      { credential: null, owner },
      ofOwners.get(id) ?? 0,
      orNone(before.member_rate_limit),
      orNone(after.member_rate_limit),
      "All credentials of this member together had busier hours.",
    );
  add(
    { credential: null, owner: null },
    peaks(hours, () => "").get("") ?? 0,
    orNone(before.organization_rate_limit),
    orNone(after.organization_rate_limit),
    "The organization had busier hours.",
  );
  return slowed;
}

/** The busiest hour of each group; what belongs to none is left out. */
function peaks(hours: readonly Hour[], groupOf: (hour: Hour) => string | undefined): Map<string, number> {
  const sums = new Map<string, Map<string, number>>();
  for (const hour of hours) {
    const group = groupOf(hour);
    if (group === undefined) continue;
    const byStart = sums.get(group) ?? new Map<string, number>();
    byStart.set(hour.start, (byStart.get(hour.start) ?? 0) + hour.requests);
    sums.set(group, byStart);
  }
  return new Map([...sums].map(([group, byStart]) => [group, Math.max(...byStart.values())]));
}
