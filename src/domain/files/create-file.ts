import * as z from "zod";
import { FileName, StoredFile, UploadFields } from "#contract/file.ts";
import { chooseProject } from "#core/projects/choose-project.ts";
import { claimObject, ReceivedObject, releaseObject } from "#core/storage/receive-object.ts";
import { takeRoom } from "#core/storage/room.ts";
import { mutation } from "#core/verb.ts";
import { files } from "#db/schema/files.ts";
import { auditedFile, findFile, toFile } from "./file-view.ts";

/**
 * Makes a file of an object that was received. The row and the object become one in the transaction; an object that
 * became no file, for whatever reason, is removed. Under one Idempotency-Key the same content, uploaded twice, is the
 * same request.
 */
export const createFile = mutation(
  {
    name: "files.create",
    scope: "data:write",
    input: UploadFields.extend({ name: FileName, content: z.instanceof(ReceivedObject) }),
    output: StoredFile,
    fingerprint: ({ content, ...rest }) => ({ ...rest, sha256: content.sha256 }),
    settle: ({ runtime }, { content }) => releaseObject(runtime.db, content.key),
  },
  async (ctx, { content, name, description, project_id }) => {
    const { db, principal, runtime, now } = ctx;
    const { orgId, livemode, user } = principal;
    const projectId = await chooseProject(db, principal, project_id);
    await takeRoom(db, orgId, runtime.config, content.bytes);
    await claimObject(db, content);
    await db.insert(files).values({
      id: content.id,
      orgId,
      projectId,
      livemode,
      name,
      description: description || null,
      contentType: content.contentType,
      bytes: content.bytes,
      sha256: content.sha256,
      createdBy: user.id,
      createdAt: now,
      updatedAt: now,
    });
    const made = await findFile(db, principal, content.id);
    ctx.record({
      action: "file.created",
      target: { type: "file", id: content.id, name },
      after: auditedFile(made),
    });
    return toFile(made);
  },
);
