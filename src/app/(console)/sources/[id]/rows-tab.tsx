"use client";

import { useQueryStates } from "nuqs";
import type { Source } from "#contract/source.ts";
import { Callout } from "#ui/callout.tsx";
import { TextLink } from "#ui/text-link.tsx";
import { counted } from "../../parts/numbers.ts";
import { ExportMenu } from "./export-menu.tsx";
import { RowsView } from "./rows-view.tsx";
import { viewParsers } from "./source-search.ts";
import { ViewAsButton, ViewedAs } from "./view-as.tsx";
import { ViewCurl } from "./view-curl.tsx";

/** The rows of a source, what to do with them, and the command that reads the same. */
export function RowsTab({
  source,
  organizationId,
  publicUrl,
  mayViewAs,
}: {
  source: Source;
  organizationId: string;
  publicUrl: string;
  mayViewAs: boolean;
}) {
  const [view, setView] = useQueryStates(viewParsers, { history: "push" });
  const as = mayViewAs ? view.as : "";
  // What somebody else may be asked for, they may not have.
  const lookAs = (id: string) => void setView({ as: id, page: null, filter: null, sort: null, fields: null });
  return (
    <div className="flex flex-col gap-4">
      {as !== "" && <ViewedAs id={as} onStop={() => lookAs("")} />}
      {as === "" && source.limits && <Limited limits={source.limits} />}
      {source.rejected_rows > 0 && (
        <Callout
          tone="warning"
          title={`${counted(source.row_count, "row")} imported, ${counted(source.rejected_rows, "row")} rejected`}
          action={<TextLink href="?tab=rejected">See why</TextLink>}
        />
      )}
      <RowsView
        source={source}
        as={as}
        tools={
          <>
            {as === "" && <ExportMenu sourceId={source.id} view={view} />}
            {mayViewAs && <ViewAsButton onChoose={lookAs} />}
          </>
        }
      />
      {as === "" && <ViewCurl source={source} view={view} organizationId={organizationId} publicUrl={publicUrl} />}
    </div>
  );
}

/** What policies keep from whoever looks at their own source. */
function Limited({ limits: { rows, columns, refused } }: { limits: NonNullable<Source["limits"]> }) {
  if (refused !== null) return <Callout tone="warning">{refused}</Callout>;
  const what = [rows && "some rows", columns && "some columns"].filter(Boolean).join(" and ");
  return (
    <Callout title="A policy limits what you see of this source">
      It masks or leaves out {what}, here and for every key and token of yours. Counts are of what you see.
    </Callout>
  );
}
