import { CreateSourceInput, Source } from "#contract/source.ts";
import { insertSource } from "#core/importing/insert-source.ts";
import { chooseProject } from "#core/projects/choose-project.ts";
import { findSource } from "#core/reading/find-source.ts";
import { mutation } from "#core/verb.ts";

import { findUpload, lookUpUpload } from "./find-upload.ts";
import { auditedSource, toSource } from "./source-view.ts";

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
    fingerprint: async ({ upload_id, ...rest }, ctx) => {
      const upload = await lookUpUpload(ctx, upload_id);
      return { ...rest, file: upload?.detected.sha256 ?? upload_id };
    },
  },
  async (ctx, input) => {
    const { db, principal, runtime, now } = ctx;
    const { orgId, livemode } = principal;
    const upload = await findUpload(ctx, input.upload_id);
    const projectId = await chooseProject(db, principal, input.project_id);
    const id = await insertSource(db, {
      orgId,
      projectId,
      livemode,
      name: input.name,
      description: input.description ?? null,
      upload,
      choices: input.columns ?? [],
      createdBy: principal.user.id,
      now,
    });
    const made = await findSource(db, principal, id);
    ctx.record({
      action: "source.created",
      target: { type: "source", id, name: input.name },
      after: { ...auditedSource(made), sha256: upload.detected.sha256 },
    });
    ctx.afterCommit(() => runtime.importer.begin(id));
    return toSource(db, principal, made);
  },
);
