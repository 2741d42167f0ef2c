import { and, eq } from "drizzle-orm";
import type { ColumnChoice, SchemaDifference, Upload } from "#contract/source.ts";
import type { Db } from "#db/client.ts";
import { sourceLoads, type sources } from "#db/schema/sources.ts";
import { newId } from "#lib/id.ts";
import { Refusal } from "../refusal.ts";
import { type LoadPlan, planLoad } from "./plan-load.ts";

type LoadRequest = {
  kind: "replace" | "append";
  /** The staged file; its row in `uploads` is there. */
  upload: { id: string; detected: Omit<Upload, "id"> };
  choices: readonly ColumnChoice[];
  acceptSchemaChange: boolean;
  /** Whether to count the rows that appeared and vanished. */
  compares?: boolean;
  createdBy: string;
  now: Date;
};

/**
 * Writes down that a staged file is to replace the rows of a source, or to be appended to them; the source's row is
 * locked by this transaction. After the commit, `importer.begin` with the id that it gives does it. Refuses with
 * `schema_changed` where columns differ and that was not accepted, and with `conflict` while another file is loaded.
 */
export async function beginLoad(
  db: Db,
  source: typeof sources.$inferSelect,
  request: LoadRequest,
): Promise<{ loadId: string; plan: LoadPlan }> {
  const { kind, upload, choices, acceptSchemaChange, compares = false, createdBy, now } = request;
  await requireIdle(db, source);
  const plan = planLoad(upload.detected, source, choices, { keepTypes: kind === "append" });
  // Of a source that never had rows, there is nothing that somebody could rely on.
  if (source.status === "ready") requireSameSchema(kind, plan.differences, acceptSchemaChange);
  const loadId = newId("load");
  await db.insert(sourceLoads).values({
    id: loadId,
    orgId: source.orgId,
    sourceId: source.id,
    kind,
    uploadId: upload.id,
    columns: plan.columns,
    choices: kind === "append" ? source.choices : plan.choices,
    compares,
    fileName: upload.detected.file_name,
    bytes: upload.detected.bytes,
    createdBy,
    createdAt: now,
  });
  return { loadId, plan };
}

/** Refuses with `conflict` while a file is being loaded into the source, whose row is locked by this transaction. */
export async function requireIdle(db: Db, source: Pick<typeof sources.$inferSelect, "id" | "status">): Promise<void> {
  if (source.status === "importing")
    throw new Refusal("conflict", "The source is still being imported. Try again when its status is ready.");
  const [pending] = await db
    .select({ id: sourceLoads.id })
    .from(sourceLoads)
    .where(and(eq(sourceLoads.sourceId, source.id), eq(sourceLoads.status, "pending")));
  if (pending)
    throw new Refusal("conflict", "Another file is being loaded into this source. Try again when load.status is done.");
}

function requireSameSchema(kind: LoadRequest["kind"], all: readonly SchemaDifference[], accepted: boolean): void {
  // A column that an appended file lacks stays empty in its rows.
  const differences = kind === "append" ? all.filter(({ change }) => change === "added") : all;
  if (differences.length === 0 || (accepted && kind === "replace")) return;
  const advice =
    kind === "append"
      ? "Appending never changes columns. Leave them out (columns, skip), or replace the content."
      : "Send it again with accept_schema_change to take this over.";
  throw new Refusal("schema_changed", `The file has other columns than the source. ${advice}`, {
    errors: differences.map((difference) => ({
      attr: `columns.${difference.column}`,
      code: codes[difference.change],
      detail: wordsOf(difference),
    })),
  });
}

const codes = { added: "column_added", gone: "column_gone", type: "type_changed" } as const;

function wordsOf({ column, change, from, to }: SchemaDifference): string {
  const name = JSON.stringify(column);
  if (change === "added") return `The column ${name} of type ${to} is new.`;
  if (change === "gone") return `The column ${name} of type ${from} is gone.`;
  return `The column ${name} was ${from} and would be ${to}.`;
}
