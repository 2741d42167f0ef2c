import { eq } from "drizzle-orm";
import type { Organization } from "#contract/organization.ts";
import type { Principal } from "#core/principal.ts";
import { Refusal } from "#core/refusal.ts";
import type { Db } from "#db/client.ts";
import { organizations } from "#db/schema/organizations.ts";

/** The organization that the principal acts in; any other answers as an id that nobody has. */
export async function findOrganization(db: Db, { orgId, role }: Principal, id = orgId): Promise<Organization> {
  const [row] = id === orgId ? await db.select().from(organizations).where(eq(organizations.id, orgId)) : [];
  if (!row) throw new Refusal("not_found", "There is no such organization.");
  return { id: row.id, name: row.name, role, created_at: row.createdAt.toISOString(), version: row.version };
}
