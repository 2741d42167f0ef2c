import * as z from "zod";
import { idOf, listOf, PageInput } from "./list.ts";

/** Characters that no name has: controls, and those that turn the direction of a text and so hide its ending. */
export const HIDDEN_CHARACTERS = /[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;

export const FileName = z
  .string()
  .trim()
  .min(1, "Give the file a name.")
  .max(200)
  .refine((name) => !/[/\\]/.test(name) && name !== "." && name !== "..", "A name is no path.")
  .refine((name) => !HIDDEN_CHARACTERS.test(name), "A name holds no control characters.");
const Description = z.string().trim().max(500);

export const StoredFile = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string().nullable(),
  project_id: z.string(),
  livemode: z.boolean(),
  content_type: z.string().describe("What the content is, by its first bytes and by what the upload said"),
  bytes: z.int(),
  sha256: z.string().describe("SHA-256 of the content, 64 hexadecimal digits; its ETag too"),
  created_at: z.string(),
  updated_at: z.string(),
  created_by: z.object({ id: z.string(), name: z.string() }),
  version: z.int(),
});
export type StoredFile = z.infer<typeof StoredFile>;

export const FileId = z.strictObject({ id: idOf("file") });
export const ListFilesInput = z.strictObject({
  ...PageInput,
  q: z.string().trim().max(100).optional().describe("Part of a name, or an id"),
  project_id: idOf("prj").optional(),
  sort: z.enum(["-created_at", "created_at", "name", "-bytes"]).default("-created_at"),
});
export const ListedFiles = listOf(StoredFile);

/** What stands beside the file in an upload. */
export const UploadFields = z.strictObject({
  name: FileName.optional().describe("Default: the name that the file was sent with"),
  description: Description.optional(),
  project_id: idOf("prj").optional().describe("Default: the organization's default project"),
});

/** A JSON merge patch: what is left out stays. */
export const UpdateFileInput = z.strictObject({
  id: idOf("file"),
  name: FileName.optional(),
  description: Description.nullable().optional(),
  project_id: idOf("prj").optional().describe("Moves the file to another project of the same mode"),
});
export type UpdateFileInput = z.infer<typeof UpdateFileInput>;

export const FileRoom = z.object({
  files: z.int().describe("Files of the organization, live and test"),
  used_bytes: z.int(),
  quota_bytes: z.int().nullable().describe("null: as much as there is"),
});
export type FileRoom = z.infer<typeof FileRoom>;
