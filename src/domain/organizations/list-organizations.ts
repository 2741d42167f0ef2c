import { eq } from "drizzle-orm";
import * as z from "zod";
import { Nothing } from "#contract/list.ts";
import { Role } from "#contract/role.ts";
import { query } from "#core/verb.ts";
import { memberships, organizations } from "#db/schema/organizations.ts";

const Item = z.object({ id: z.string(), name: z.string(), role: Role, current: z.boolean() });

/** The organizations that the caller may switch to. */
export const listOrganizations = query(
  {
    name: "organizations.list",
    scope: null,
    sessionOnly: true,
    input: Nothing,
    output: z.object({ data: z.array(Item) }),
  },
  async ({ db, principal }) => {
    const rows = await db
      .select({ id: organizations.id, name: organizations.name, role: memberships.role })
      .from(memberships)
      .innerJoin(organizations, eq(organizations.id, memberships.orgId))
      .where(eq(memberships.userId, principal.user.id))
      .orderBy(organizations.name, organizations.id)
      .limit(200);
    return { data: rows.map((row) => ({ ...row, current: row.id === principal.orgId })) };
  },
);
