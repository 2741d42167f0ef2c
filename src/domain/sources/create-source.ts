import { existsSync } from "node:fs";
import { and, eq } from "drizzle-orm";
import { CreateSourceInput, Source } from "#contract/source.ts";
import { planColumns } from "#core/importing/import-plan.ts";
import type { Principal } from "#core/principal.ts";
import { chooseProject } from "#core/projects/choose-project.ts";
import { findSource } from "#core/reading/find-source.ts";
import { Refusal } from "#core/refusal.ts";
import { mutation } from "#core/verb.ts";
import type { Db } from "#db/client.ts";
import { sources, uploads } from "#db/schema/sources.ts";
import { newId } from "#lib/id.ts";
import { auditedSource, toSource } from "./source-view.ts";

/** One's own upload: until it is a source, nobody else has to do with it. */
const findUpload = async (db: Db, { orgId, user }: Principal, id: string) => {
  const [upload] = await db
    .select()
    .from(uploads)
    .where(and(eq(uploads.orgId, orgId), eq(uploads.userId, user.id), eq(uploads.id, id)))
    .for("update");
  return upload;
};

/**
 * Makes a source of an uploaded file and starts its import; the source is `importing` until all of its rows are there.
 * Under one Idempotency-Key the same file, uploaded twice, is the same request.
 */
export const createSource = mutation(
  {
    name: "sources.create",
    scope: "data:write",
    input: CreateSourceInput,
    output: Source,
    fingerprint: async ({ upload_id, ...rest }, { db, principal }) => {
      const upload = await findUpload(db, principal, upload_id);
      return { ...rest, file: upload?.detected.sha256 ?? upload_id };
    },
  },
  async (ctx, input) => {
    const { db, principal, runtime, now } = ctx;
    const { orgId, livemode } = principal;
    const upload = await findUpload(db, principal, input.upload_id);
    if (!upload) throw new Refusal("not_found", "There is no such upload. Files wait for a day; upload it again.");
    await requireUnused(db, orgId, upload.id);
    if (!existsSync(runtime.importer.pathOf(upload.id)))
      throw new Refusal(
        "conflict",
        "This upload has become a source already, or made way for newer ones. Upload the file again.",
      );
    const projectId = await chooseProject(db, principal, input.project_id);
    const { detected } = upload;
    const choices = input.columns ?? [];
    const columns = planColumns(detected.columns, choices);

    const id = newId("src");
    await db.insert(sources).values({
      id,
      orgId,
      projectId,
      livemode,
      name: input.name,
      description: input.description ?? null,
      status: "importing",
      format: detected.format,
      fileName: detected.file_name,
      bytes: detected.bytes,
      tableName: id,
      columns: columns.map(({ name, type, nullable, description }) => ({ name, type, nullable, description })),
      uploadId: upload.id,
      choices,
      createdBy: principal.user.id,
      createdAt: now,
      updatedAt: now,
    });
    const made = await findSource(db, principal, id);
    ctx.record({
      action: "source.created",
      target: { type: "source", id, name: input.name },
      after: { ...auditedSource(made), sha256: detected.sha256 },
    });
    ctx.afterCommit(() => runtime.importer.begin(id));
    return toSource(db, principal, made);
  },
);

/** The upload's row is locked, so two requests cannot both pass. */
async function requireUnused(db: Db, orgId: string, uploadId: string): Promise<void> {
  const [other] = await db
    .select({ id: sources.id })
    .from(sources)
    .where(and(eq(sources.orgId, orgId), eq(sources.uploadId, uploadId), eq(sources.status, "importing")));
  if (other) throw new Refusal("conflict", `This upload is being imported as ${other.id} already.`);
}
