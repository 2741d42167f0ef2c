import type { ColumnChoice, Upload } from "#contract/source.ts";
import type { Db } from "#db/client.ts";
import { sources } from "#db/schema/sources.ts";
import { newId } from "#lib/id.ts";
import { planColumns } from "./import-plan.ts";

type NewSource = {
  orgId: string;
  projectId: string;
  livemode: boolean;
  name: string;
  description: string | null;
  /** The staged file; its row in `uploads` is there. */
  upload: { id: string; detected: Omit<Upload, "id"> };
  choices: readonly ColumnChoice[];
  createdBy: string;
  now: Date;
};

/**
 * Writes down a source that is to be made of a staged file, and gives its id. It is `importing` until `importer.begin`
 * has done its work after the commit. Refuses choices that do not fit the file.
 */
export async function insertSource(db: Db, source: NewSource): Promise<string> {
  const { upload, choices, now, ...rest } = source;
  const columns = planColumns(upload.detected.columns, choices);
  const id = newId("src");
  await db.insert(sources).values({
    ...rest,
    id,
    status: "importing",
    format: upload.detected.format,
    fileName: upload.detected.file_name,
    bytes: upload.detected.bytes,
    tableName: id,
    columns: columns.map(({ name, type, nullable, description }) => ({ name, type, nullable, description })),
    uploadId: upload.id,
    choices: [...choices],
    createdAt: now,
    updatedAt: now,
  });
  return id;
}
