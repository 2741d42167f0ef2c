import { and, count, eq, isNull, ne, sql } from "drizzle-orm";
import type { DeletionPlan } from "#contract/account.ts";
import { lockOrganization } from "#core/members/lock-members.ts";
import type { Db } from "#db/client.ts";
import { credentials } from "#db/schema/credentials.ts";
import { memberships, organizations } from "#db/schema/organizations.ts";
import { sources } from "#db/schema/sources.ts";
import { users } from "#db/schema/users.ts";

/**
 * What the end of a user's account means for each organization that they are in. With `lock`, nobody joins or leaves one
 * of them until the transaction ends; they are locked in the order of their ids, so that two who do this at once wait
 * for each other instead of for ever. Afterwards the transaction sees as the last of them.
 */
export async function planDeletion(db: Db, userId: string, { lock }: { lock: boolean }): Promise<DeletionPlan> {
  const mine = await db
    .select({ id: organizations.id, name: organizations.name })
    .from(memberships)
    .innerJoin(organizations, eq(organizations.id, memberships.orgId))
    .where(eq(memberships.userId, userId))
    .orderBy(organizations.id);

  const plan: DeletionPlan = { blocked_by: [], deletes: [], leaves: [] };
  for (const organization of mine) {
    await seeAs(db, organization.id);
    if (lock) await lockOrganization(db, organization.id);
    const others = await otherPeople(db, organization.id, userId);
    const keys = await liveKeys(db, organization.id, others.people === 0 ? null : userId);
    if (others.people === 0) {
      const [held] = await db.select({ n: count() }).from(sources).where(eq(sources.orgId, organization.id));
      plan.deletes.push({ ...organization, keys, sources: held?.n ?? 0 });
    } else if (others.owners === 0 && (await isOwner(db, organization.id, userId))) plan.blocked_by.push(organization);
    else plan.leaves.push({ ...organization, keys });
  }
  return plan;
}

/** From here on the transaction sees one of the user's own organizations. */
export const seeAs = (db: Db, orgId: string): Promise<unknown> =>
  db.execute(sql`select set_config('gatehouse.org_id', ${orgId}, true)`);

async function otherPeople(db: Db, orgId: string, userId: string): Promise<{ people: number; owners: number }> {
  const [row] = await db
    .select({
      people: count(),
      owners: sql<number>`count(*) filter (where ${memberships.role} = 'owner' and ${users.disabledAt} is null)::int`,
    })
    .from(memberships)
    .innerJoin(users, eq(users.id, memberships.userId))
    .where(and(eq(memberships.orgId, orgId), ne(memberships.userId, userId), eq(users.kind, "person")));
  return { people: row?.people ?? 0, owners: row?.owners ?? 0 };
}

async function isOwner(db: Db, orgId: string, userId: string): Promise<boolean> {
  const [row] = await db
    .select({ role: memberships.role })
    .from(memberships)
    .where(and(eq(memberships.orgId, orgId), eq(memberships.userId, userId)));
  return row?.role === "owner";
}

async function liveKeys(db: Db, orgId: string, ownerId: string | null): Promise<number> {
  const [row] = await db
    .select({ n: count() })
    .from(credentials)
    .where(
      and(
        eq(credentials.orgId, orgId),
        ownerId === null ? undefined : eq(credentials.ownerId, ownerId),
        isNull(credentials.revokedAt),
      ),
    );
  return row?.n ?? 0;
}
