import { and, eq } from "drizzle-orm";
import type { ColumnChoice } from "#contract/source.ts";
import { sourceLoads, sources, uploads } from "#db/schema/sources.ts";
import { Refusal } from "../refusal.ts";
import type { Runtime } from "../runtime.ts";
import { inTenant } from "../tenant.ts";
import { beginLoad } from "./begin-load.ts";
import { type IncomingFile, stageFile } from "./stage-file.ts";

type Sync = {
  orgId: string;
  sourceId: string;
  /** On whose behalf: the owner of the staged file. */
  userId: string;
  incoming: IncomingFile;
  choices?: readonly ColumnChoice[];
  acceptSchemaChange: boolean;
  /** Hears of the load as soon as it has begun, whose row tells how far it is. */
  onBegin?: (loadId: string) => void;
};

/** A load that is over: `done` or `failed`. `appeared` and `vanished` are null where they were not counted. */
export type FinishedLoad = typeof sourceLoads.$inferSelect;

const LOOK_MS = 1000;

/**
 * Replaces the rows of a source by those that a stream brings as CSV, JSON or NDJSON, and waits for the end, on whatever
 * instance it comes. The product's own work: who may is for the caller to know. Refuses as `stageFile` and `beginLoad`
 * do; what is wrong with single rows is counted in the load.
 */
export async function syncRows(
  runtime: Pick<Runtime, "db" | "importer" | "clock">,
  { orgId, sourceId, userId, incoming, choices = [], acceptSchemaChange, onBegin }: Sync,
): Promise<FinishedLoad> {
  const { db, importer } = runtime;
  const { id, ...detected } = await stageFile(importer, incoming);
  const now = runtime.clock.now();
  const loadId = await inTenant(db, { orgId }, async (tx) => {
    const [source] = await tx
      .select()
      .from(sources)
      .where(and(eq(sources.orgId, orgId), eq(sources.id, sourceId)))
      .for("update");
    if (!source) throw new Refusal("not_found", "The source was deleted.");
    await tx.insert(uploads).values({ id, orgId, userId, detected, createdAt: now });
    const upload = { id, detected };
    const load = {
      kind: "replace",
      upload,
      choices,
      acceptSchemaChange,
      compares: true,
      createdBy: userId,
      now,
    } as const;
    return (await beginLoad(tx, source, load)).loadId;
  });
  importer.begin(loadId);
  onBegin?.(loadId);
  for (;;) {
    await importer.wait(loadId, LOOK_MS);
    const load = await inTenant(db, { orgId }, async (tx) => {
      const [row] = await tx.select().from(sourceLoads).where(eq(sourceLoads.id, loadId));
      return row;
    });
    if (!load) throw new Refusal("not_found", "The source was deleted.");
    if (load.status !== "pending") return load;
    // Another instance is at it, or the next sweep takes it up again.
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
}
