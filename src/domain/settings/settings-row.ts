import { eq } from "drizzle-orm";
import { OrganizationSettings } from "#contract/organization.ts";
import type { Settings } from "#contract/settings.ts";
import type { Principal } from "#core/principal.ts";
import { Refusal } from "#core/refusal.ts";
import type { Db } from "#db/client.ts";
import { organizations } from "#db/schema/organizations.ts";

type Row = { id: string; settings: Partial<OrganizationSettings>; version: number };

const columns = { id: organizations.id, settings: organizations.settings, version: organizations.version };

/** Refuses any organization but the one that the caller acts in, as an unknown one. */
export function requireOwnOrganization({ orgId }: Principal, id: string): void {
  if (id !== orgId) throw new Refusal("not_found", "There is no such organization.");
}

export async function findSettings(db: Db, principal: Principal): Promise<Row> {
  const [row] = await db.select(columns).from(organizations).where(eq(organizations.id, principal.orgId));
  if (!row) throw new Refusal("not_found", "There is no such organization.");
  return row;
}

/** The same, locked until the end of the transaction: of two who save at once, the second sees what the first did. */
export async function lockSettings(db: Db, principal: Principal): Promise<Row> {
  const [row] = await db.select(columns).from(organizations).where(eq(organizations.id, principal.orgId)).for("update");
  if (!row) throw new Refusal("not_found", "There is no such organization.");
  return row;
}

export const toSettings = ({ id, settings, version }: Row): Settings => ({
  ...OrganizationSettings.parse(settings),
  id,
  version,
});
