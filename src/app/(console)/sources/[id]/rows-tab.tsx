"use client";

import { useQueryStates } from "nuqs";
import type { Source } from "#contract/source.ts";
import { Callout } from "#ui/callout.tsx";
import { TextLink } from "#ui/text-link.tsx";
import { counted } from "../../parts/numbers.ts";
import { ExportMenu } from "./export-menu.tsx";
import { RowsView } from "./rows-view.tsx";
import { viewParsers } from "./source-search.ts";
import { ViewCurl } from "./view-curl.tsx";

/** The rows of a source, what to do with them, and the command that reads the same. */
export function RowsTab({
  source,
  organizationId,
  publicUrl,
}: {
  source: Source;
  organizationId: string;
  publicUrl: string;
}) {
  const [view] = useQueryStates(viewParsers);
  return (
    <div className="flex flex-col gap-4">
      {source.rejected_rows > 0 && (
        <Callout
          tone="warning"
          title={`${counted(source.row_count, "row")} imported, ${counted(source.rejected_rows, "row")} rejected`}
          action={<TextLink href="?tab=rejected">See why</TextLink>}
        />
      )}
      <RowsView source={source} tools={<ExportMenu sourceId={source.id} view={view} />} />
      <ViewCurl source={source} view={view} organizationId={organizationId} publicUrl={publicUrl} />
    </div>
  );
}
