import { QueryResult, QuerySourceInput } from "#contract/source-query.ts";
import { runQuery } from "#core/reading/run-query.ts";
import { query } from "#core/verb.ts";

/** Filters, groups and works out the rows of a source. */
export const querySource = query(
  {
    name: "sources.query",
    slow: true,
    scope: "data:read",
    input: QuerySourceInput,
    shared: ["source", "project"],
    output: QueryResult,
  },
  ({ db, principal }, { id, ...asked }) => runQuery(db, principal, id, asked),
);
