import { and, desc, eq, inArray } from "drizzle-orm";
import type { Source, SourceLoad } from "#contract/source.ts";
import { viewOfSource } from "#core/policies/view-of-source.ts";
import type { Principal } from "#core/principal.ts";
import { countRows } from "#core/reading/count-rows.ts";
import type { SourceRow } from "#core/reading/find-source.ts";
import { describedColumn, type SourceView } from "#core/reading/source-view.ts";
import { personFor } from "#core/sharing/person-for.ts";
import type { Db } from "#db/client.ts";
import { sourceLoads } from "#db/schema/sources.ts";

/** A source as the principal sees it: its columns and the number of its rows are those of the principal's view. */
export async function toSource(db: Db, principal: Principal, row: SourceRow): Promise<Source> {
  const [source] = await toSources(db, principal, [row]);
  if (!source) throw new Error("a source was lost on the way");
  return source;
}

/** The same for all of a list. */
export async function toSources(db: Db, principal: Principal, rows: readonly SourceRow[]): Promise<Source[]> {
  const loads = await lastLoads(
    db,
    principal.orgId,
    rows.map(({ source }) => source.id),
  );
  return Promise.all(rows.map((row) => describeTo(db, principal, row, loads.get(row.source.id) ?? null)));
}

async function describeTo(
  db: Db,
  principal: Principal,
  { source, creator }: SourceRow,
  load: SourceLoad | null,
): Promise<Source> {
  const view = await viewOfSource(db, principal, source);
  const limits = limitsOf(view, source);
  // Sizes and counts of the file tell how many rows there are besides.
  const ofFile = (count: number) => (view.where === undefined ? count : 0);
  // Visitors by a share link see data, and nothing of how it comes here.
  const visited = principal.bound !== undefined;
  return {
    id: source.id,
    name: source.name,
    description: source.description,
    project_id: source.projectId,
    livemode: source.livemode,
    status: source.status,
    error: visited ? null : source.error,
    format: source.format,
    file_name: visited ? "" : source.fileName,
    bytes: ofFile(source.bytes),
    imported_bytes: ofFile(source.importedBytes),
    row_count: source.status === "ready" ? await countRows(db, { source, view }) : 0,
    rejected_rows: limits === null ? source.rejectedRows : 0,
    columns: view.columns.map(describedColumn),
    limits,
    data_updated_at: source.dataUpdatedAt?.toISOString() ?? null,
    load: load && !visited ? { ...load, bytes: ofFile(load.bytes), imported_bytes: ofFile(load.imported_bytes) } : null,
    created_at: source.createdAt.toISOString(),
    updated_at: source.updatedAt.toISOString(),
    created_by: personFor(principal, creator),
    version: source.version,
  };
}

/** What policies keep from whoever has this view; null: nothing. */
function limitsOf({ where, columns, refused }: SourceView, source: SourceRow["source"]): Source["limits"] {
  const rows = where !== undefined;
  const masked = columns.some(({ mask }) => mask !== null) || columns.length < source.columns.length;
  return rows || masked ? { rows, columns: masked, refused } : null;
}

async function lastLoads(db: Db, orgId: string, ids: readonly string[]): Promise<Map<string, SourceLoad>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .selectDistinctOn([sourceLoads.sourceId])
    .from(sourceLoads)
    .where(and(eq(sourceLoads.orgId, orgId), inArray(sourceLoads.sourceId, [...ids])))
    .orderBy(sourceLoads.sourceId, desc(sourceLoads.createdAt), desc(sourceLoads.id));
  return new Map(
    rows.map((load) => [
      load.sourceId,
      {
        id: load.id,
        kind: load.kind,
        status: load.status,
        error: load.error,
        file_name: load.fileName,
        bytes: load.bytes,
        imported_bytes: load.importedBytes,
        started_at: load.createdAt.toISOString(),
        finished_at: load.finishedAt?.toISOString() ?? null,
      },
    ]),
  );
}

/** What the audit log keeps of a source. */
export const auditedSource = ({ source }: SourceRow) => ({
  name: source.name,
  description: source.description,
  project_id: source.projectId,
  livemode: source.livemode,
  file_name: source.fileName,
  columns: source.columns.map(({ name, type, description }) =>
    description === null ? `${name} ${type}` : `${name} ${type}: ${description}`,
  ),
});
