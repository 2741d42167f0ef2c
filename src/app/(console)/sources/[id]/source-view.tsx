"use client";

import { useQuery } from "@tanstack/react-query";
import { useQueryState } from "nuqs";
import { QueryProblem } from "#app/forms/query-problem.tsx";
import type { Source } from "#contract/source.ts";
import { useTRPC } from "#trpc/client.tsx";
import { Badge } from "#ui/badge.tsx";
import { Copyable } from "#ui/copyable.tsx";
import { PageHeader } from "#ui/page-header.tsx";
import { Skeleton } from "#ui/skeleton.tsx";
import { Tabs } from "#ui/tabs.tsx";
import { TimeAgo } from "#ui/time-ago.tsx";
import type { ExpiryOffer } from "../../credentials/expiry-field.tsx";
import { count, counted } from "../../parts/numbers.ts";
import { ShareButton } from "../../share-links/share-button.tsx";
import { SourceStatus } from "../source-table.tsx";
import { FedBy } from "./fed-by.tsx";
import { ImportFailed, Importing } from "./importing.tsx";
import { LoadNews } from "./load-news.tsx";
import { QueryTab } from "./query-tab.tsx";
import { RejectedRows } from "./rejected-rows.tsx";
import { RowsTab } from "./rows-tab.tsx";
import { SchemaTab } from "./schema-tab.tsx";
import { SettingsTab } from "./settings-tab.tsx";
import { sourceParsers } from "./source-search.ts";
import { UpdateTab } from "./update-tab.tsx";

const back = { href: "/sources", label: "Sources" };
const IMPORTING_MS = 600;
const isChanging = (source: Source | undefined) => source?.status === "importing" || source?.load?.status === "pending";

/** One source: its import while it runs, then rows, schema, what was rejected, and its end. */
export function SourceView({
  id,
  canWrite,
  seesConnectors,
  role,
  organizationId,
  publicUrl,
  sharing,
  mayViewAs,
}: {
  id: string;
  canWrite: boolean;
  sharing: ExpiryOffer | null;
  seesConnectors: boolean;
  role: string;
  organizationId: string;
  publicUrl: string;
  /** Whether they may look through the eyes of others, as far as they see themselves. */
  mayViewAs: boolean;
}) {
  const trpc = useTRPC();
  const [tab, setTab] = useQueryState("tab", sourceParsers.tab.withOptions({ history: "push" }));
  const found = useQuery(
    trpc.sources.get.queryOptions(
      { id },
      { refetchInterval: ({ state }) => (isChanging(state.data) ? IMPORTING_MS : false) },
    ),
  );
  const source = found.data;
  if (!source)
    return (
      <>
        <PageHeader title={found.isError ? "Source" : <Skeleton className="my-1 h-5 w-56" />} back={back} />
        {found.isError ? <QueryProblem query={found} /> : <Skeleton className="h-96 w-full rounded-lg" />}
      </>
    );

  const settings = <SettingsTab source={source} canWrite={canWrite} role={role} />;
  return (
    <>
      <PageHeader
        back={back}
        title={source.name}
        badge={<SourceStatus source={source} />}
        actions={
          source.status === "ready" && (
            <ShareButton resource={{ type: "source", id, name: source.name }} offer={sharing} />
          )
        }
        description={
          <>
            {source.description && <span className="mb-1 block">{source.description}</span>}
            <span className="flex flex-wrap items-center gap-x-3 text-sm">
              {source.status === "ready" && (
                <span className="tabular">
                  {counted(source.row_count, "row")}, {counted(source.columns.length, "column")}
                </span>
              )}
              {source.data_updated_at && (
                <span>
                  Rows changed <TimeAgo time={source.data_updated_at} />
                </span>
              )}
              <Copyable value={source.id} label="Copy source id" />
            </span>
            {seesConnectors && <FedBy sourceId={source.id} />}
          </>
        }
      />
      {source.status === "importing" ? (
        <Importing source={source} />
      ) : source.status === "failed" ? (
        <div className="flex flex-col gap-6">
          <ImportFailed source={source} />
          {settings}
        </div>
      ) : (
        <>
          <LoadNews source={source} />
          <Tabs
            label="Source"
            value={tab}
            onValueChange={(next) => void setTab(next)}
            tabs={[
              {
                value: "rows",
                label: "Rows",
                content: (
                  <RowsTab
                    source={source}
                    organizationId={organizationId}
                    publicUrl={publicUrl}
                    mayViewAs={mayViewAs}
                  />
                ),
              },
              {
                value: "query",
                label: "Query",
                content: <QueryTab source={source} organizationId={organizationId} publicUrl={publicUrl} />,
              },
              { value: "schema", label: "Schema", content: <SchemaTab source={source} canWrite={canWrite} /> },
              ...(canWrite && source.limits === null
                ? [
                    {
                      value: "update" as const,
                      label: "Update",
                      content: <UpdateTab key={source.load?.id} source={source} />,
                    },
                  ]
                : []),
              {
                value: "rejected",
                label: (
                  <>
                    Rejected rows
                    {source.rejected_rows > 0 && <Badge tone="warning">{count(source.rejected_rows)}</Badge>}
                  </>
                ),
                content: <RejectedRows source={source} />,
              },
              { value: "settings", label: "Settings", content: settings },
            ]}
          />
        </>
      )}
    </>
  );
}
