import { AppendRowsInput, type ColumnChoice, Source } from "#contract/source.ts";
import { requireNotFed } from "#core/connectors/require-not-fed.ts";
import { beginLoad, requireIdle } from "#core/importing/begin-load.ts";
import { insertRows } from "#core/importing/insert-rows.ts";
import { requireUnlimited } from "#core/policies/require-unlimited.ts";
import { requireVersion } from "#core/precondition.ts";
import { findSource, lockSource, type SourceRow } from "#core/reading/find-source.ts";
import { Refusal } from "#core/refusal.ts";
import { type MutationContext, mutation } from "#core/verb.ts";
import { findUpload, lookUpUpload } from "./find-upload.ts";
import { toSource } from "./source-view.ts";

/**
 * Puts rows after those of a source. Rows as JSON are all there at once, or none is; those of a file are there together
 * when it has been read, and rows that do not fit are left out as in an import. Columns never change.
 */
export const appendRows = mutation(
  {
    name: "sources.append",
    scope: "data:write",
    input: AppendRowsInput,
    output: Source,
    fingerprint: async ({ upload_id, ...rest }, ctx) => {
      const upload = upload_id === undefined ? null : await lookUpUpload(ctx, upload_id);
      return { ...rest, file: upload?.detected.sha256 ?? upload_id ?? null };
    },
  },
  async (ctx, { id, rows, upload_id, columns = [] }) => {
    const { db, principal } = ctx;
    const found = await lockSource(db, principal, id);
    requireVersion(ctx.request.ifMatch, found.source.version);
    await requireNotFed(db, principal, id);
    await requireUnlimited(db, principal, id, "Changing its rows would change what it limits.");
    const appended =
      upload_id === undefined
        ? await appendJson(ctx, found, rows ?? [])
        : await appendFile(ctx, found, upload_id, columns);
    ctx.record({
      action: "source.appended",
      target: { type: "source", id, name: found.source.name },
      after: appended,
    });
    return toSource(db, principal, await findSource(db, principal, id));
  },
);

async function appendJson(
  { db, now }: MutationContext,
  { source }: SourceRow,
  rows: readonly Record<string, unknown>[],
): Promise<object> {
  requireRows(source);
  await requireIdle(db, source);
  await insertRows(db, source, rows, now);
  return { rows: rows.length };
}

async function appendFile(
  ctx: MutationContext,
  { source }: SourceRow,
  uploadId: string,
  choices: readonly ColumnChoice[],
): Promise<object> {
  const { db, principal, runtime, now } = ctx;
  requireRows(source);
  const upload = await findUpload(ctx, uploadId);
  const { loadId } = await beginLoad(db, source, {
    kind: "append",
    upload,
    choices,
    acceptSchemaChange: false,
    createdBy: principal.user.id,
    now,
  });
  ctx.afterCommit(() => runtime.importer.begin(loadId));
  const { file_name, bytes, sha256 } = upload.detected;
  return { file_name, bytes, sha256 };
}

function requireRows({ status }: SourceRow["source"]): void {
  if (status === "failed")
    throw new Refusal("conflict", "The import of this source failed, so there is nothing to append to. Replace it.");
}
