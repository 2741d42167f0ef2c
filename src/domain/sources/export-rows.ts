import * as z from "zod";
import { ExportRowsInput } from "#contract/source.ts";
import { type Export, streamExport } from "#core/exporting/stream-export.ts";
import { requireChanged } from "#core/freshness.ts";
import { openSource } from "#core/reading/open-source.ts";
import { type ExportPlan, planExport } from "#core/reading/plan-export.ts";
import { tagOfRead } from "#core/reading/tag-of-read.ts";
import { extendedQuery, query } from "#core/verb.ts";

const prepareExport = query(
  {
    name: "sources.export",
    scope: "data:read",
    input: ExportRowsInput,
    shared: ["source", "project"],
    output: z.custom<ExportPlan>(),
  },
  async ({ db, principal, request }, input) => {
    const opened = await openSource(db, principal, input.id);
    requireChanged(request, tagOfRead(opened, "export", [opened.source.name, input]));
    return planExport(opened, input);
  },
);

/** All rows of a source as a stream. What is wrong with the request is refused before the stream begins. */
export const exportRows = extendedQuery(prepareExport, z.custom<Export>(), (call, plan, input) =>
  streamExport(call.runtime.exporter, call.principal.orgId, plan, input.format),
);
