import { ReadRowsInput, RowPage } from "#contract/source.ts";
import { readPage } from "#core/reading/read-page.ts";
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
  ({ db, principal }, input) => readPage(db, principal, input),
);
