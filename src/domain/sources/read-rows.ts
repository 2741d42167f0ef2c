import { ReadRowsInput, RowPage } from "#contract/source.ts";
import { requireChanged } from "#core/freshness.ts";
import { wantSortIndex } from "#core/indexing/want-sort-index.ts";
import { openSource } from "#core/reading/open-source.ts";
import { pageOf } from "#core/reading/read-page.ts";
import { tagOfRead } from "#core/reading/tag-of-read.ts";
import { query } from "#core/verb.ts";

/** A page of the rows of a source, by number or after a cursor. */
export const readRows = query(
  {
    name: "sources.read_rows",
    slow: true,
    scope: "data:read",
    input: ReadRowsInput,
    shared: ["source", "project"],
    output: RowPage,
  },
  async ({ db, principal, request, runtime }, input) => {
    const opened = await openSource(db, principal, input.id);
    requireChanged(request, tagOfRead(opened, "rows", input));
    wantSortIndex(runtime.indexer, opened, input.sort);
    return pageOf(db, opened, input);
  },
);
