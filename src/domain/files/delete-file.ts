import { and, eq } from "drizzle-orm";
import { FileId } from "#contract/file.ts";
import { Nothing } from "#contract/list.ts";
import { requireVersion } from "#core/precondition.ts";
import { mutation } from "#core/verb.ts";
import { files } from "#db/schema/files.ts";
import { auditedFile, lockFile } from "./file-view.ts";

/**
 * Deletes a file for good. Nobody can read it from the commit on; its object is removed by the background work, which
 * the same transaction told.
 */
export const deleteFile = mutation(
  { name: "files.delete", scope: "data:write", input: FileId, output: Nothing },
  async (ctx, { id }) => {
    const { db, principal } = ctx;
    const before = await lockFile(db, principal, id);
    requireVersion(ctx.request.ifMatch, before.file.version);
    await db.delete(files).where(and(eq(files.orgId, principal.orgId), eq(files.id, id)));
    ctx.record({
      action: "file.deleted",
      target: { type: "file", id, name: before.file.name },
      before: auditedFile(before),
    });
    return {};
  },
);
