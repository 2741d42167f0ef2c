import { and, eq, type SQL } from "drizzle-orm";
import type { StoredFile } from "#contract/file.ts";
import { alsoAsk } from "#core/permissions/questions.ts";
import type { Principal } from "#core/principal.ts";
import { inProject, requireEditor } from "#core/projects/project-role.ts";
import { Refusal } from "#core/refusal.ts";
import type { Db } from "#db/client.ts";
import { files } from "#db/schema/files.ts";
import { users } from "#db/schema/users.ts";

export type FileRow = { file: typeof files.$inferSelect; creator: { id: string; name: string } };

export const selectFiles = (db: Db) =>
  db
    .select({ file: files, creator: { id: users.id, name: users.name } })
    .from(files)
    .innerJoin(users, eq(users.id, files.createdBy));

/** The files of the principal's organization, mode and projects: test and live never mix. */
export const visibleFiles = (principal: Principal): SQL | undefined =>
  and(eq(files.orgId, principal.orgId), eq(files.livemode, principal.livemode), inProject(principal, files.projectId));

/** Refuses with `not_found` for whatever the principal cannot see, as for an id that nobody has. */
export async function findFile(db: Db, principal: Principal, id: string): Promise<FileRow> {
  const [row] = await selectFiles(db).where(and(visibleFiles(principal), eq(files.id, id)));
  if (!row) throw new Refusal("not_found", "There is no such file.");
  alsoAsk(principal, "viewer", "file", id);
  return row;
}

/** The same for those who may change what is in its project, and nobody else changes it until this transaction ends. */
export async function lockFile(db: Db, principal: Principal, id: string): Promise<FileRow> {
  const [row] = await selectFiles(db)
    .where(and(visibleFiles(principal), eq(files.id, id)))
    .for("update", { of: files });
  if (!row) throw new Refusal("not_found", "There is no such file.");
  alsoAsk(principal, "viewer", "file", id);
  alsoAsk(principal, "editor", "file", id);
  await requireEditor(db, principal, row.file.projectId);
  return row;
}

export const toFile = ({ file, creator }: FileRow): StoredFile => ({
  id: file.id,
  name: file.name,
  description: file.description,
  project_id: file.projectId,
  livemode: file.livemode,
  content_type: file.contentType,
  bytes: file.bytes,
  sha256: file.sha256,
  created_at: file.createdAt.toISOString(),
  updated_at: file.updatedAt.toISOString(),
  created_by: creator,
  version: file.version,
});

/** What the audit log keeps of a file. */
export const auditedFile = ({ file }: FileRow) => ({
  name: file.name,
  description: file.description,
  project_id: file.projectId,
  livemode: file.livemode,
  content_type: file.contentType,
  bytes: file.bytes,
  sha256: file.sha256,
});
