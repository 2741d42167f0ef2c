import { and, asc, desc, eq, ilike, or, sql } from "drizzle-orm";
import { ListedProjects, ListProjectsInput } from "#contract/project.ts";
import { decodeCursor, encodeCursor } from "#core/list-cursor.ts";
import { query } from "#core/verb.ts";
import { projects } from "#db/schema/organizations.ts";
import { selectProjects, toProject, visibleProjects } from "./project-view.ts";

const later = sql<number>`(not ${projects.isDefault})::int`;
const byName = sql`lower(${projects.name}) collate "C"`;

/** The projects that the caller is in, the default one first, then by name. */
export const listProjects = query(
  {
    name: "projects.list",
    scope: "projects:read",
    input: ListProjectsInput,
    shared: ["project"],
    output: ListedProjects,
  },
  async ({ db, principal }, { q, cursor, limit }) => {
    const after = cursor === undefined ? undefined : decodeCursor(cursor, ["count", "text", "text"]);
    const rows = await selectProjects(db, principal)
      .where(
        and(
          visibleProjects(principal),
          q ? or(ilike(projects.name, `%${q.replace(/[\\%_]/g, "\\$&")}%`), eq(projects.id, q)) : undefined,
          after
            ? sql`(${later}, ${byName}, ${projects.id}) > (${Math.min(after[0], 1)}::int, lower(${after[1]}::text) collate "C", ${after[2]}::text)`
            : undefined,
        ),
      )
      .orderBy(desc(projects.isDefault), asc(byName), asc(projects.id))
      .limit(limit + 1);
    const page = rows.slice(0, limit);
    const last = page.at(-1)?.project;
    return {
      data: page.map(toProject),
      next_cursor: rows.length > limit && last ? encodeCursor([last.isDefault ? 0 : 1, last.name, last.id]) : null,
    };
  },
);
