import type { Principal } from "#core/principal.ts";
import type { SourceView } from "#core/reading/source-view.ts";
import type { Db } from "#db/client.ts";
import type { sources } from "#db/schema/sources.ts";

/** What a principal may read of a source that it sees. */
export async function viewOfSource(
  _db: Db,
  _principal: Principal,
  source: Pick<typeof sources.$inferSelect, "id" | "tableName" | "columns">,
): Promise<SourceView> {
  return {
    tableName: source.tableName,
    columns: source.columns.map((column) => ({ ...column, mask: null })),
    where: undefined,
    fingerprint: "all",
  };
}
