import { ReplaceContentInput, Source } from "#contract/source.ts";
import { requireNotFed } from "#core/connectors/require-not-fed.ts";
import { beginLoad } from "#core/importing/begin-load.ts";
import { requireUnlimited } from "#core/policies/require-unlimited.ts";
import { requireVersion } from "#core/precondition.ts";
import { findSource, lockSource } from "#core/reading/find-source.ts";
import { mutation } from "#core/verb.ts";
import { findUpload } from "./find-upload.ts";
import { auditedSource, toSource } from "./source-view.ts";

/**
 * Puts the rows of an uploaded file in the place of those of a source. They are read from the moment on when all of them
 * are there; whatever happens before leaves the old ones. Other columns or types are refused with `schema_changed`
 * unless they are accepted.
 */
export const replaceContent = mutation(
  { name: "sources.replace", scope: "data:write", input: ReplaceContentInput, output: Source },
  async (ctx, { id, upload_id, columns = [], accept_schema_change }) => {
    const { db, principal, runtime, now } = ctx;
    const { source } = await lockSource(db, principal, id);
    requireVersion(ctx.request.ifMatch, source.version);
    await requireNotFed(db, principal, id);
    await requireUnlimited(db, principal, id, "Changing its rows would change what it limits.");
    const upload = await findUpload(ctx, upload_id);
    const { loadId, plan } = await beginLoad(db, source, {
      kind: "replace",
      upload,
      choices: columns,
      acceptSchemaChange: accept_schema_change,
      createdBy: principal.user.id,
      now,
    });
    const before = await findSource(db, principal, id);
    const { file_name, bytes, sha256 } = upload.detected;
    ctx.record({
      action: "source.replaced",
      target: { type: "source", id, name: source.name },
      before: auditedSource(before),
      after: {
        ...auditedSource(before),
        file_name,
        bytes,
        sha256,
        columns: plan.columns.map(({ name, type }) => `${name} ${type}`),
      },
    });
    ctx.afterCommit(() => runtime.importer.begin(loadId));
    return toSource(db, principal, before);
  },
);
