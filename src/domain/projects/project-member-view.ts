import { and, eq, type SQL } from "drizzle-orm";
import type { ProjectMember } from "#contract/project.ts";
import { seesEverybody } from "#contract/role.ts";
import type { Principal } from "#core/principal.ts";
import type { Db } from "#db/client.ts";
import { memberships, projectMembers } from "#db/schema/organizations.ts";
import { users } from "#db/schema/users.ts";

export const selectProjectMembers = (db: Db) =>
  db
    .select({
      user: { id: users.id, name: users.name, kind: users.kind },
      role: projectMembers.role,
      organizationRole: memberships.role,
      addedAt: projectMembers.createdAt,
    })
    .from(projectMembers)
    .innerJoin(users, eq(users.id, projectMembers.userId))
    .innerJoin(
      memberships,
      and(eq(memberships.orgId, projectMembers.orgId), eq(memberships.userId, projectMembers.userId)),
    );
export type ProjectMemberRow = Awaited<ReturnType<typeof selectProjectMembers>>[number];

export const ofProject = ({ orgId }: Principal, projectId: string): SQL | undefined =>
  and(eq(projectMembers.orgId, orgId), eq(projectMembers.projectId, projectId));

export const toProjectMember = ({ user, role, organizationRole, addedAt }: ProjectMemberRow): ProjectMember => ({
  user,
  role,
  organization_role: organizationRole,
  effective_role: seesEverybody(organizationRole) ? "admin" : organizationRole === "viewer" ? "viewer" : role,
  added_at: addedAt.toISOString(),
});
