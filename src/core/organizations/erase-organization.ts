import { rm } from "node:fs/promises";
import { eq, sql } from "drizzle-orm";
import type { Db } from "#db/client.ts";
import { sources, uploads } from "#db/schema/sources.ts";
import { lockOrganization } from "../members/lock-members.ts";
import type { Runtime } from "../runtime.ts";

/**
 * Deletes an organization with all that belongs to it but its audit chain, in a transaction that sees as it. Gives what
 * is left to do once that is committed: the tables of sources and the files. If the process dies before, the sweep of
 * the importer does it.
 */
export async function eraseOrganization(
  db: Db,
  { importer }: Pick<Runtime, "importer">,
  orgId: string,
): Promise<() => void> {
  await lockOrganization(db, orgId);
  const tables = await db.select({ name: sources.tableName }).from(sources).where(eq(sources.orgId, orgId));
  const files = await db.select({ id: uploads.id }).from(uploads).where(eq(uploads.orgId, orgId));
  await db.execute(sql`select erase_organization(${orgId})`);
  return () => {
    for (const { name } of tables) importer.discard(name);
    for (const { id } of files) void rm(importer.pathOf(id), { force: true });
  };
}
