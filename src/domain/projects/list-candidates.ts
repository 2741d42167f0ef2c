import { and, asc, eq, ilike, isNull, notExists, sql } from "drizzle-orm";
import { ListCandidatesInput, ProjectCandidates } from "#contract/project.ts";
import { decodeCursor, encodeCursor } from "#core/list-cursor.ts";
import { query } from "#core/verb.ts";
import { memberships, projectMembers } from "#db/schema/organizations.ts";
import { users } from "#db/schema/users.ts";
import { findProject, requireProjectAdmin } from "./project-view.ts";

const byName = sql`lower(${users.name}) collate "C"`;

/** Whom the admin of a project could add to it: names only, since not every one of them may list the members. */
export const listCandidates = query(
  {
    name: "projects.list_candidates",
    scope: "projects:write",
    sessionOnly: true,
    input: ListCandidatesInput,
    output: ProjectCandidates,
  },
  async ({ db, principal }, { id, q, cursor, limit }) => {
    requireProjectAdmin(principal, await findProject(db, principal, id));
    const there = db
      .select({ one: sql`1` })
      .from(projectMembers)
      .where(and(eq(projectMembers.projectId, id), eq(projectMembers.userId, memberships.userId)));
    const after = cursor === undefined ? undefined : decodeCursor(cursor, ["text", "text", "text"]);
    const rows = await db
      .select({ id: users.id, name: users.name, kind: users.kind, role: memberships.role })
      .from(memberships)
      .innerJoin(users, eq(users.id, memberships.userId))
      .where(
        and(
          eq(memberships.orgId, principal.orgId),
          isNull(users.disabledAt),
          notExists(there),
          q ? ilike(users.name, `%${q.replace(/[\\%_]/g, "\\$&")}%`) : undefined,
          after
            ? sql`(${users.kind}, ${byName}, ${users.id})
                > (${after[0]}::text, lower(${after[1]}::text) collate "C", ${after[2]}::text)`
            : undefined,
        ),
      )
      .orderBy(asc(users.kind), asc(byName), asc(users.id))
      .limit(limit + 1);
    const data = rows.slice(0, limit);
    const last = data.at(-1);
    return {
      data,
      next_cursor: rows.length > limit && last ? encodeCursor([last.kind, last.name, last.id]) : null,
    };
  },
);
