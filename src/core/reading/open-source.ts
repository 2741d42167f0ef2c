import type { Db } from "#db/client.ts";
import { viewOfSource } from "../policies/view-of-source.ts";
import type { Principal } from "../principal.ts";
import { Refusal } from "../refusal.ts";
import { findSource, type SourceRow } from "./find-source.ts";
import type { SourceView } from "./source-view.ts";

export type OpenSource = { source: SourceRow["source"]; view: SourceView };

/**
 * A source whose rows can be read, and the principal's view of it. Refuses with `not_found` where the principal does not
 * see the source, and with `conflict` unless the rows are there.
 */
export async function openSource(db: Db, principal: Principal, id: string): Promise<OpenSource> {
  const { source } = await findSource(db, principal, id);
  if (source.status === "importing")
    throw new Refusal("conflict", "The source is still being imported. Try again when its status is ready.");
  if (source.status === "failed")
    throw new Refusal("conflict", `The import of this source failed: ${source.error ?? "no reason is known."}`);
  return { source, view: await viewOfSource(db, principal, source) };
}
