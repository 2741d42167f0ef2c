import { rm } from "node:fs/promises";
import { and, desc, eq, notExists, sql } from "drizzle-orm";
import type * as z from "zod";
import { Upload } from "#contract/source.ts";
import { requireScope } from "#core/authorize.ts";
import { type IncomingFile, stageFile } from "#core/importing/stage-file.ts";
import { type Call, mutation } from "#core/verb.ts";
import { sourceLoads, sources, uploads } from "#db/schema/sources.ts";

/** Files of one person that wait to become sources; the oldest give way. */
const STAGED_FILES = 25;

/**
 * Receives a file, which waits a day to become a source or the rows of one. Refuses as `stageFile` does, and leaves no
 * file behind then.
 */
export async function stageUpload(call: Call, incoming: IncomingFile): Promise<Upload> {
  requireScope(call.principal, keepUpload.scope ?? "data:write");
  const { importer } = call.runtime;
  const upload = await stageFile(importer, incoming);
  // The transport's Idempotency-Key belongs to the source that is made of the file, not to this step.
  const { idempotencyKey: _, ...request } = call.request;
  return keepUpload({ ...call, request }, upload).catch(async (error: unknown) => {
    await rm(importer.pathOf(upload.id), { force: true });
    throw error;
  });
}

const keepUpload = mutation(
  { name: "sources.upload", scope: "data:write", input: Upload, output: Upload },
  async (ctx, upload: z.output<typeof Upload>) => {
    const { db, principal, runtime, now } = ctx;
    const { id, ...detected } = upload;
    const userId = principal.user.id;
    await db.insert(uploads).values({ id, orgId: principal.orgId, userId, detected, createdAt: now });
    const importing = db
      .select({ one: sql`1` })
      .from(sources)
      .where(and(eq(sources.uploadId, uploads.id), eq(sources.status, "importing")));
    const loading = db
      .select({ one: sql`1` })
      .from(sourceLoads)
      .where(and(eq(sourceLoads.uploadId, uploads.id), eq(sourceLoads.status, "pending")));
    const superfluous = await db
      .select({ id: uploads.id })
      .from(uploads)
      .where(
        and(eq(uploads.orgId, principal.orgId), eq(uploads.userId, userId), notExists(importing), notExists(loading)),
      )
      .orderBy(desc(uploads.createdAt), desc(uploads.id))
      .offset(STAGED_FILES);
    ctx.afterCommit(() => {
      for (const old of superfluous) void rm(runtime.importer.pathOf(old.id), { force: true });
    });
    const { file_name, bytes, sha256, format, row_count } = detected;
    ctx.record({
      action: "upload.created",
      target: { type: "upload", id, name: file_name },
      after: { file_name, bytes, sha256, format, row_count },
    });
    return upload;
  },
);
