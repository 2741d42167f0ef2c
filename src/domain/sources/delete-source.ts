import { and, eq } from "drizzle-orm";
import { Nothing } from "#contract/list.ts";
import { SourceId } from "#contract/source.ts";
import { requireNotFed } from "#core/connectors/require-not-fed.ts";
import { requireVersion } from "#core/precondition.ts";
import { lockSource } from "#core/reading/find-source.ts";
import { mutation } from "#core/verb.ts";
import { sources } from "#db/schema/sources.ts";
import { auditedSource } from "./source-view.ts";

/**
 * Deletes a source for good. Nobody can read it from the commit on; its table is dropped right after, so that an export
 * which still holds it makes nobody wait. An import under way notices and undoes itself.
 */
export const deleteSource = mutation(
  { name: "sources.delete", scope: "data:write", input: SourceId, output: Nothing },
  async (ctx, { id }) => {
    const { db, principal, runtime } = ctx;
    const before = await lockSource(db, principal, id);
    requireVersion(ctx.request.ifMatch, before.source.version);
    await requireNotFed(db, principal, id);
    await db.delete(sources).where(and(eq(sources.orgId, principal.orgId), eq(sources.id, id)));
    ctx.record({
      action: "source.deleted",
      target: { type: "source", id, name: before.source.name },
      before: { ...auditedSource(before), row_count: before.source.rowCount },
    });
    ctx.afterCommit(() => runtime.importer.discard(before.source.tableName));
    return {};
  },
);
