import { and, asc, sql } from "drizzle-orm";
import { ListedProjectMembers, ListProjectMembersInput } from "#contract/project.ts";
import { decodeCursor, encodeCursor } from "#core/list-cursor.ts";
import { query } from "#core/verb.ts";
import { users } from "#db/schema/users.ts";
import { ofProject, selectProjectMembers, toProjectMember } from "./project-member-view.ts";
import { findProject } from "./project-view.ts";

const byName = sql`lower(${users.name}) collate "C"`;

/** Who was added to a project, by name. Owners and admins are in every project and need not be. */
export const listProjectMembers = query(
  {
    name: "projects.list_members",
    scope: "projects:read",
    input: ListProjectMembersInput,
    output: ListedProjectMembers,
  },
  async ({ db, principal }, { id, cursor, limit }) => {
    await findProject(db, principal, id);
    const after = cursor === undefined ? undefined : decodeCursor(cursor, ["text", "text"]);
    const rows = await selectProjectMembers(db)
      .where(
        and(
          ofProject(principal, id),
          after ? sql`(${byName}, ${users.id}) > (lower(${after[0]}::text) collate "C", ${after[1]}::text)` : undefined,
        ),
      )
      .orderBy(asc(byName), asc(users.id))
      .limit(limit + 1);
    const page = rows.slice(0, limit);
    const last = page.at(-1)?.user;
    return {
      data: page.map(toProjectMember),
      next_cursor: rows.length > limit && last ? encodeCursor([last.name, last.id]) : null,
    };
  },
);
