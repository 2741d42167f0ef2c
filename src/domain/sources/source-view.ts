import { and, eq, type SQL } from "drizzle-orm";
import type { Source } from "#contract/source.ts";
import type { Principal } from "#core/principal.ts";
import { inProject, requireEditor } from "#core/projects/project-role.ts";
import { Refusal } from "#core/refusal.ts";
import type { Db } from "#db/client.ts";
import { sources } from "#db/schema/sources.ts";
import { users } from "#db/schema/users.ts";

export type SourceRow = { source: typeof sources.$inferSelect; creator: { id: string; name: string } };

export const selectSources = (db: Db) =>
  db
    .select({ source: sources, creator: { id: users.id, name: users.name } })
    .from(sources)
    .innerJoin(users, eq(users.id, sources.createdBy));

/** The sources of the principal's organization, mode and projects: test and live never mix. */
export const visibleSources = (principal: Principal): SQL | undefined =>
  and(
    eq(sources.orgId, principal.orgId),
    eq(sources.livemode, principal.livemode),
    inProject(principal, sources.projectId),
  );

/** Refuses with `not_found` for whatever the principal cannot see, as for an id that nobody has. */
export async function findSource(db: Db, principal: Principal, id: string): Promise<SourceRow> {
  const [row] = await selectSources(db).where(and(visibleSources(principal), eq(sources.id, id)));
  if (!row) throw new Refusal("not_found", "There is no such source.");
  return row;
}

/** The same for those who may change what is in its project, and nobody else changes it until this transaction ends. */
export async function lockSource(db: Db, principal: Principal, id: string): Promise<SourceRow> {
  const [row] = await selectSources(db)
    .where(and(visibleSources(principal), eq(sources.id, id)))
    .for("update", { of: sources });
  if (!row) throw new Refusal("not_found", "There is no such source.");
  await requireEditor(db, principal, row.source.projectId);
  return row;
}

export function toSource({ source, creator }: SourceRow): Source {
  return {
    id: source.id,
    name: source.name,
    description: source.description,
    project_id: source.projectId,
    livemode: source.livemode,
    status: source.status,
    error: source.error,
    format: source.format,
    file_name: source.fileName,
    bytes: source.bytes,
    imported_bytes: source.importedBytes,
    row_count: source.rowCount,
    rejected_rows: source.rejectedRows,
    columns: source.columns,
    created_at: source.createdAt.toISOString(),
    updated_at: source.updatedAt.toISOString(),
    created_by: creator,
    version: source.version,
  };
}

/** What the audit log keeps of a source. */
export const auditedSource = ({ source }: SourceRow) => ({
  name: source.name,
  description: source.description,
  project_id: source.projectId,
  livemode: source.livemode,
  file_name: source.fileName,
  columns: source.columns.map(({ name, type }) => `${name} ${type}`),
});

/** Refuses with `conflict` unless the rows are there. */
export function requireReady({ source }: SourceRow): void {
  if (source.status === "importing")
    throw new Refusal("conflict", "The source is still being imported. Try again when its status is ready.");
  if (source.status === "failed")
    throw new Refusal("conflict", `The import of this source failed: ${source.error ?? "no reason is known."}`);
}
