import { hash } from "node:crypto";
import { Source, SourceId } from "#contract/source.ts";
import { requireChanged } from "#core/freshness.ts";
import { findSource } from "#core/reading/find-source.ts";
import { query } from "#core/verb.ts";
import { toSource } from "./source-view.ts";

/** One source with its columns; while it is imported, how far that is. */
export const getSource = query(
  { name: "sources.get", scope: "data:read", input: SourceId, shared: ["source", "project"], output: Source },
  async ({ db, principal, request }, { id }) => {
    const source = await toSource(db, principal, await findSource(db, principal, id));
    // More than the version: progress has none, and what policies leave of a source changes without it.
    const told = hash("sha256", JSON.stringify(source), "base64url").slice(0, 16);
    requireChanged(request, `"v${source.version}.${told}"`);
    return source;
  },
);
