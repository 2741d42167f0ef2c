import { and, eq, type SQL, sql } from "drizzle-orm";
import type { ProjectMember } from "#contract/project.ts";
import type { ProjectRole } from "#contract/role.ts";
import type { Principal } from "#core/principal.ts";
import { projectRoleOf } from "#core/projects/project-role.ts";
import type { Db } from "#db/client.ts";
import { memberships, projectMembers } from "#db/schema/organizations.ts";
import { users } from "#db/schema/users.ts";

export const selectProjectMembers = (db: Db) =>
  db
    .select({
      user: { id: users.id, name: users.name, kind: users.kind },
      role: projectMembers.role,
      organizationRole: memberships.role,
      effectiveRole: sql<ProjectRole>`${projectRoleOf(projectMembers, projectMembers.projectId)}`,
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

export const toProjectMember = ({
  user,
  role,
  organizationRole,
  effectiveRole,
  addedAt,
}: ProjectMemberRow): ProjectMember => ({
  user,
  role,
  organization_role: organizationRole,
  effective_role: effectiveRole,
  added_at: addedAt.toISOString(),
});
