import { and, eq, sql } from "drizzle-orm";
import type { SharedQuota } from "#contract/usage.ts";
import { memberKeyOf, organizationKeyOf } from "#core/limits/limit-keys.ts";
import type { QueryContext } from "#core/verb.ts";
import { memberships } from "#db/schema/organizations.ts";
import { users } from "#db/schema/users.ts";
import { readLeft } from "./read-left.ts";

const MINUTE_MS = 60_000;

/** What a member's credentials count against together, and those of the organization, where such limits are set. */
export async function readShared(ctx: QueryContext, ownerId: string, rateStartMs: number): Promise<SharedQuota[]> {
  const { db, principal, runtime, now } = ctx;
  const { orgId, orgName, settings } = principal;
  const { member_rate_limit: ofMember, organization_rate_limit: ofOrganization } = settings;
  if (ofMember === null && ofOrganization === null) return [];

  const since = new Date(rateStartMs).toISOString();
  const [sums] = await db.execute<{ member: number; everybody: number }>(sql`
    select coalesce(sum(u.requests) filter (where c.owner_id = ${ownerId}), 0)::float8 as member,
      coalesce(sum(u.requests), 0)::float8 as everybody
    from usage_minutes u left join credentials c on c.id = u.credential_id
    where u.org_id = ${orgId} and u.start >= ${since}::timestamptz and u.status not in (401, 429) and u.credential_id <> ''`);
  const minutes = (now.getTime() - rateStartMs) / MINUTE_MS;
  const read = (policy: SharedQuota["of"], key: string, limit: number, recently = 0) =>
    readLeft(runtime.limiter, { policy, key, limit }, recently / minutes, now.getTime());

  const shared: SharedQuota[] = [];
  const [owner] = await db
    .select({ name: users.name })
    .from(users)
    .innerJoin(memberships, and(eq(memberships.userId, users.id), eq(memberships.orgId, orgId)))
    .where(eq(users.id, ownerId));
  if (ofMember !== null && owner)
    shared.push({
      of: "member",
      id: ownerId,
      name: owner.name,
      ...(await read("member", memberKeyOf(orgId, ownerId), ofMember, sums?.member)),
    });
  if (ofOrganization !== null)
    shared.push({
      of: "organization",
      id: orgId,
      name: orgName,
      ...(await read("organization", organizationKeyOf(orgId), ofOrganization, sums?.everybody)),
    });
  return shared;
}
