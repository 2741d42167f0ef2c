import * as z from "zod";
import { ExportRowsInput } from "#contract/source.ts";
import { type Export, streamExport } from "#core/exporting/stream-export.ts";
import { type ExportPlan, planExport } from "#core/reading/plan-export.ts";
import { extendedQuery, query } from "#core/verb.ts";

const prepareExport = query(
  {
    name: "sources.export",
    scope: "data:read",
    input: ExportRowsInput,
    shared: ["source", "project"],
    output: z.custom<ExportPlan>(),
  },
  ({ db, principal }, input) => planExport(db, principal, input),
);

/** All rows of a source as a stream. What is wrong with the request is refused before the stream begins. */
export const exportRows = extendedQuery(prepareExport, z.custom<Export>(), (call, plan, input) =>
  streamExport(call.runtime.exporter, call.principal.orgId, plan, input.format),
);
