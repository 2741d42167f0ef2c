"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { ChartColumn, Pencil, RotateCw } from "lucide-react";
import { parseAsNativeArrayOf, parseAsString, useQueryState } from "nuqs";
import { QueryProblem } from "#app/forms/query-problem.tsx";
import type { Dashboard } from "#contract/dashboard.ts";
import type { Project } from "#contract/project.ts";
import { useTRPC } from "#trpc/client.tsx";
import { Badge } from "#ui/badge.tsx";
import { Button } from "#ui/button.tsx";
import { EmptyState } from "#ui/empty-state.tsx";
import { PageHeader } from "#ui/page-header.tsx";
import { TimeAgo } from "#ui/time-ago.tsx";
import type { ExpiryOffer } from "../../credentials/expiry-field.tsx";
import { ShareButton } from "../../share-links/share-button.tsx";
import { FilterBar } from "../../sources/[id]/filter-bar.tsx";
import { ChartCard, ChartGrid } from "./chart-card.tsx";
import { DashboardCurl } from "./dashboard-curl.tsx";
import { DashboardMenu } from "./dashboard-menu.tsx";

const filterParser = parseAsNativeArrayOf(parseAsString).withOptions({ history: "push" });

/** A dashboard to look at, with the reader's own numbers. */
export function DashboardView({
  dashboard,
  project,
  mayCopy,
  onEdit,
  organizationId,
  publicUrl,
  sharing,
}: {
  dashboard: Dashboard;
  project: Project | undefined;
  mayCopy: boolean;
  /** Left out for those who only look. */
  onEdit: (() => void) | undefined;
  organizationId: string;
  publicUrl: string;
  sharing: ExpiryOffer | null;
}) {
  const trpc = useTRPC();
  const [filter, setFilter] = useQueryState("filter", filterParser);
  const input = { id: dashboard.id, ...(filter.length > 0 && { filter }) };
  const read = useQuery(
    trpc.dashboards.data.queryOptions(input, { staleTime: 60_000, placeholderData: keepPreviousData }),
  );
  const answers = new Map(read.data?.charts.map((chart) => [chart.id, chart]));
  return (
    <>
      <PageHeader
        back={{ href: "/dashboards", label: "Dashboards" }}
        title={dashboard.name}
        badge={
          <>
            {project && !project.is_default && <Badge>{project.name}</Badge>}
            {!dashboard.livemode && <Badge tone="warning">Test</Badge>}
          </>
        }
        description={dashboard.description}
        actions={
          <>
            <Button onClick={() => void read.refetch()} loading={read.isFetching}>
              <RotateCw aria-hidden />
              Refresh
            </Button>
            {onEdit && (
              <ShareButton resource={{ type: "dashboard", id: dashboard.id, name: dashboard.name }} offer={sharing} />
            )}
            {onEdit && (
              <Button variant="primary" onClick={onEdit}>
                <Pencil aria-hidden />
                Edit
              </Button>
            )}
            <DashboardMenu dashboard={dashboard} project={project} mayCopy={mayCopy} mayChange={onEdit !== undefined} />
          </>
        }
      />
      {(dashboard.filters.length > 0 || filter.length > 0) && (
        <div className="mb-4">
          <FilterBar
            columns={(read.data?.filters ?? []).map((column) => ({ ...column, nullable: true, description: null }))}
            filters={filter}
            onChange={(filters) => void setFilter(filters.length > 0 ? filters : null)}
          />
        </div>
      )}
      {dashboard.charts.length === 0 ? (
        <EmptyState
          icon={<ChartColumn />}
          title="No charts yet"
          description={
            onEdit
              ? "A chart asks a question of a source: how many, how much, by month or by place."
              : "Its editors can add some."
          }
          action={
            onEdit && (
              <Button variant="primary" onClick={onEdit}>
                Add the first chart
              </Button>
            )
          }
        />
      ) : read.isError ? (
        <QueryProblem query={read} />
      ) : (
        <>
          <ChartGrid>
            {dashboard.charts.map((chart) => (
              <ChartCard
                key={chart.id}
                chart={chart}
                answer={answers.get(chart.id)}
                refreshing={read.isPlaceholderData}
                unfiltered={filter.length > 0}
              />
            ))}
          </ChartGrid>
          <p className="tabular mt-3 text-sm text-muted">
            {read.data && (
              <>
                Read <TimeAgo time={read.data.read_at} />, with your own access to the sources.
              </>
            )}
          </p>
        </>
      )}
      <div className="mt-8">
        <DashboardCurl dashboard={dashboard} filters={filter} organizationId={organizationId} publicUrl={publicUrl} />
      </div>
    </>
  );
}
