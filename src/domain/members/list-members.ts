import { and, asc, eq, ilike, or, sql } from "drizzle-orm";
import { ListedMembers, ListMembersInput } from "#contract/member.ts";
import { decodeCursor, encodeCursor } from "#core/list-cursor.ts";
import { query } from "#core/verb.ts";
import { memberships } from "#db/schema/organizations.ts";
import { users } from "#db/schema/users.ts";
import { people, selectMembers, toMember } from "./member-view.ts";

const byName = sql`lower(${users.name}) collate "C"`;

/** The people of the organization, by name. */
export const listMembers = query(
  { name: "members.list", scope: "users:read", input: ListMembersInput, output: ListedMembers },
  async ({ db, principal }, { q, role, cursor, limit }) => {
    const like = q ? `%${q.replace(/[\\%_]/g, "\\$&")}%` : undefined;
    const after = cursor === undefined ? undefined : decodeCursor(cursor, ["text", "text"]);
    const rows = await selectMembers(db)
      .where(
        and(
          people(principal),
          like ? or(ilike(users.name, like), ilike(users.email, like)) : undefined,
          role ? eq(memberships.role, role) : undefined,
          after ? sql`(${byName}, ${users.id}) > (lower(${after[0]}::text) collate "C", ${after[1]}::text)` : undefined,
        ),
      )
      .orderBy(asc(byName), asc(users.id))
      .limit(limit + 1);
    const page = rows.slice(0, limit);
    const last = page.at(-1);
    return {
      data: page.map(toMember),
      next_cursor: rows.length > limit && last ? encodeCursor([last.name, last.id]) : null,
    };
  },
);
