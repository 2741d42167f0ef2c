import { existsSync } from "node:fs";
import { and, eq } from "drizzle-orm";
import { Refusal } from "#core/refusal.ts";
import type { QueryContext } from "#core/verb.ts";
import type { Db } from "#db/client.ts";
import { sourceLoads, sources, uploads } from "#db/schema/sources.ts";

export type FoundUpload = typeof uploads.$inferSelect;

/**
 * One's own upload, which nobody else uses until this transaction ends: until it is the rows of a source, others have
 * nothing to do with it. Null if there is none.
 */
export async function lookUpUpload(
  { db, principal: { orgId, user } }: Pick<QueryContext, "db" | "principal">,
  id: string,
): Promise<FoundUpload | null> {
  const [upload] = await db
    .select()
    .from(uploads)
    .where(and(eq(uploads.orgId, orgId), eq(uploads.userId, user.id), eq(uploads.id, id)))
    .for("update");
  return upload ?? null;
}

/** The same, for whoever wants to make rows of it. Refuses one that is not there, or is no longer. */
export async function findUpload(
  ctx: Pick<QueryContext, "db" | "principal" | "runtime">,
  id: string,
): Promise<FoundUpload> {
  const upload = await lookUpUpload(ctx, id);
  if (!upload) throw new Refusal("not_found", "There is no such upload. Files wait for a day; upload it again.");
  await requireUnused(ctx.db, upload);
  if (!existsSync(ctx.runtime.importer.pathOf(upload.id)))
    throw new Refusal(
      "conflict",
      "This upload has become rows already, or made way for newer ones. Upload the file again.",
    );
  return upload;
}

/** The upload's row is locked, so two requests cannot both pass. */
async function requireUnused(db: Db, { orgId, id }: FoundUpload): Promise<void> {
  const [other] = await db
    .select({ id: sources.id })
    .from(sources)
    .where(and(eq(sources.orgId, orgId), eq(sources.uploadId, id), eq(sources.status, "importing")))
    .unionAll(
      db
        .select({ id: sourceLoads.sourceId })
        .from(sourceLoads)
        .where(and(eq(sourceLoads.orgId, orgId), eq(sourceLoads.uploadId, id), eq(sourceLoads.status, "pending"))),
    );
  if (other) throw new Refusal("conflict", `This upload is being imported as ${other.id} already.`);
}
