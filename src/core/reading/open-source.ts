import type { Db } from "#db/client.ts";
import { viewOfSource } from "../policies/view-of-source.ts";
import type { Principal } from "../principal.ts";
import { Refusal } from "../refusal.ts";
import { findSource, type SourceRow } from "./find-source.ts";
import type { SourceView } from "./source-view.ts";

export type OpenSource = { source: SourceRow["source"]; view: SourceView };

/**
 * A source whose rows can be read, and the principal's view of it. Refuses with `not_found` where the principal does not
 * see the source, with `conflict` unless the rows are there, and with `policy_violation` where policies let nothing be read.
 */
export async function openSource(db: Db, principal: Principal, id: string): Promise<OpenSource> {
  const { source } = await findSource(db, principal, id);
  requireReady(source);
  const view = await viewOfSource(db, principal, source);
  if (view.refused !== null) throw new Refusal("policy_violation", view.refused);
  return { source, view };
}

/** Refuses with `conflict` unless the rows are there. */
export function requireReady({ status, error }: SourceRow["source"]): void {
  if (status === "importing")
    throw new Refusal("conflict", "The source is still being imported. Try again when its status is ready.");
  if (status === "failed")
    throw new Refusal("conflict", `The import of this source failed: ${error ?? "no reason is known."}`);
}
