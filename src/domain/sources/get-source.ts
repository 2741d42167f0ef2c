import { Source, SourceId } from "#contract/source.ts";
import { findSource } from "#core/reading/find-source.ts";
import { query } from "#core/verb.ts";
import { toSource } from "./source-view.ts";

/** One source with its columns; while it is imported, how far that is. */
export const getSource = query(
  { name: "sources.get", scope: "data:read", input: SourceId, shared: ["source", "project"], output: Source },
  async ({ db, principal }, { id }) => toSource(db, principal, await findSource(db, principal, id)),
);
