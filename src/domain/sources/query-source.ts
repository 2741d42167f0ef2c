import { QueryResult, QuerySourceInput } from "#contract/source-query.ts";
import { requireChanged } from "#core/freshness.ts";
import { openSource } from "#core/reading/open-source.ts";
import { answerQuery } from "#core/reading/run-query.ts";
import { tagOfRead } from "#core/reading/tag-of-read.ts";
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
  async ({ db, principal, request }, { id, ...asked }) => {
    const opened = await openSource(db, principal, id);
    requireChanged(request, tagOfRead(opened, "query", asked));
    return answerQuery(db, opened, asked);
  },
);
