import { sql } from "drizzle-orm";
import type { Heir } from "#contract/member.ts";
import type { Role } from "#contract/role.ts";
import { memberships, projectMembers } from "#db/schema/organizations.ts";
import { users } from "#db/schema/users.ts";
import { newId } from "#lib/id.ts";
import type { MutationContext } from "../verb.ts";
import { requireGrantableRole } from "./grant-role.ts";

/**
 * A new service account in the place of whoever goes: the same role and the same projects, so that keys go on exactly as
 * they were. That of an owner is an admin, which to a key is the same.
 */
export async function makeSuccessor(
  { db, principal, now, record }: MutationContext,
  leaver: { id: string; name: string; role: Role },
): Promise<Heir> {
  const { orgId } = principal;
  const role = leaver.role === "owner" ? "admin" : leaver.role;
  requireGrantableRole(principal, role);
  const id = newId("sa", now.getTime());
  const name = `Keys of ${leaver.name}`.slice(0, 80);
  await db.insert(users).values({ id, kind: "service_account", email: null, name, createdAt: now, updatedAt: now });
  await db.insert(memberships).values({ orgId, userId: id, role, createdAt: now });
  await db.insert(projectMembers).select(
    db
      .select({
        orgId: projectMembers.orgId,
        projectId: projectMembers.projectId,
        userId: sql<string>`${id}::text`.as("user_id"),
        role: projectMembers.role,
        createdAt: sql<Date>`${now.toISOString()}::timestamptz`.as("created_at"),
      })
      .from(projectMembers)
      .where(sql`${projectMembers.orgId} = ${orgId} and ${projectMembers.userId} = ${leaver.id}`),
  );
  record({ action: "service_account.created", target: { type: "service_account", id, name }, after: { name, role } });
  return { id, name, kind: "service_account", role, reason: null };
}
