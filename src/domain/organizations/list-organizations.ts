import { and, eq, sql } from "drizzle-orm";
import { Nothing } from "#contract/list.ts";
import { ListedOrganizations } from "#contract/organization.ts";
import { query } from "#core/verb.ts";
import { memberships, organizations } from "#db/schema/organizations.ts";
import { users } from "#db/schema/users.ts";

/** As many as are listed; nobody is in more. */
const MOST = 200;

/**
 * The organizations that the caller may act in: all of a person's, for their sessions and personal access tokens; its own
 * one for whatever belongs to an organization.
 */
export const listOrganizations = query(
  { name: "organizations.list", scope: "organizations:read", input: Nothing, output: ListedOrganizations },
  async ({ db, principal }) => {
    const { orgId, user, via } = principal;
    const ofUser = via.kind === "session" || via.kind === "personal_access_token";
    const rows = await db
      .select({
        id: organizations.id,
        name: organizations.name,
        role: memberships.role,
        default: sql<boolean>`coalesce(${users.defaultOrgId} = ${organizations.id}, false)`,
      })
      .from(memberships)
      .innerJoin(organizations, eq(organizations.id, memberships.orgId))
      .innerJoin(users, eq(users.id, memberships.userId))
      .where(and(eq(memberships.userId, user.id), ofUser ? undefined : eq(organizations.id, orgId)))
      .orderBy(organizations.name, organizations.id)
      .limit(MOST);
    return { data: rows.map((row) => ({ ...row, current: row.id === orgId })), next_cursor: null };
  },
);
