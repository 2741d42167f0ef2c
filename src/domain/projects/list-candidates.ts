import { and, asc, eq, isNull, notExists, sql } from "drizzle-orm";
import { ProjectCandidates, ProjectId } from "#contract/project.ts";
import { query } from "#core/verb.ts";
import { memberships, projectMembers } from "#db/schema/organizations.ts";
import { users } from "#db/schema/users.ts";
import { findProject, requireProjectAdmin } from "./project-view.ts";

/** Whom the admin of a project could add to it: names only, since not every one of them may list the members. */
export const listCandidates = query(
  {
    name: "projects.list_candidates",
    scope: "projects:write",
    sessionOnly: true,
    input: ProjectId,
    output: ProjectCandidates,
  },
  async ({ db, principal }, { id }) => {
    requireProjectAdmin(await findProject(db, principal, id));
    const there = db
      .select({ one: sql`1` })
      .from(projectMembers)
      .where(and(eq(projectMembers.projectId, id), eq(projectMembers.userId, memberships.userId)));
    const data = await db
      .select({ id: users.id, name: users.name, kind: users.kind, role: memberships.role })
      .from(memberships)
      .innerJoin(users, eq(users.id, memberships.userId))
      .where(and(eq(memberships.orgId, principal.orgId), isNull(users.disabledAt), notExists(there)))
      .orderBy(asc(users.kind), asc(sql`lower(${users.name})`), asc(users.id))
      .limit(500);
    return { data };
  },
);
