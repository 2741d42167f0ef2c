import { and, eq, sql } from "drizzle-orm";
import { StoredFile, UpdateFileInput } from "#contract/file.ts";
import { requireVersion } from "#core/precondition.ts";
import { chooseProject } from "#core/projects/choose-project.ts";
import { mutation } from "#core/verb.ts";
import { files } from "#db/schema/files.ts";
import { auditedFile, findFile, lockFile, toFile } from "./file-view.ts";

/** Renames or describes a file, or moves it to another project that the caller edits too. Its content stays. */
export const updateFile = mutation(
  { name: "files.update", scope: "data:write", input: UpdateFileInput, output: StoredFile },
  async (ctx, { id, name, description, project_id }) => {
    const { db, principal, now } = ctx;
    const before = await lockFile(db, principal, id);
    requireVersion(ctx.request.ifMatch, before.file.version);
    const projectId = project_id === undefined ? before.file.projectId : await chooseProject(db, principal, project_id);
    await db
      .update(files)
      .set({
        name: name ?? before.file.name,
        description: description === undefined ? before.file.description : description || null,
        projectId,
        updatedAt: now,
        version: sql`${files.version} + 1`,
      })
      .where(and(eq(files.orgId, principal.orgId), eq(files.id, id)));
    const after = await findFile(db, principal, id);
    ctx.record({
      action: projectId === before.file.projectId ? "file.updated" : "file.moved",
      target: { type: "file", id, name: after.file.name },
      before: auditedFile(before),
      after: auditedFile(after),
    });
    return toFile(after);
  },
);
