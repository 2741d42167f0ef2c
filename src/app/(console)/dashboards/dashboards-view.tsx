"use client";

import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { ChartColumn, Plus } from "lucide-react";
import { debounce, useQueryStates } from "nuqs";
import { useState } from "react";
import { QueryProblem } from "#app/forms/query-problem.tsx";
import { useTRPC, useTRPCClient } from "#trpc/client.tsx";
import { Button } from "#ui/button.tsx";
import { EmptyState } from "#ui/empty-state.tsx";
import { PageHeader } from "#ui/page-header.tsx";
import { SearchInput } from "#ui/search-input.tsx";
import { Select } from "#ui/select.tsx";
import { TextLink } from "#ui/text-link.tsx";
import { LoadMore } from "../parts/load-more.tsx";
import { pagesOptions } from "../parts/pages-options.ts";
import { useSettled } from "../parts/use-settled.ts";
import { DashboardCards } from "./dashboard-cards.tsx";
import { type DashboardsSearch, dashboardsInput, dashboardsParsers } from "./dashboards-search.ts";
import { NewDashboard } from "./new-dashboard.tsx";
import { purpose } from "./purpose.ts";

const ANY = "any";
const sorts: readonly { value: DashboardsSearch["sort"]; label: string }[] = [
  { value: "-updated_at", label: "Last changed" },
  { value: "name", label: "Name" },
];

/** All dashboards of the mode in the reader's projects. */
export function DashboardsView({ mayWrite, role }: { mayWrite: boolean; role: string }) {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const [making, setMaking] = useState(false);
  const [search, setSearch] = useQueryStates(dashboardsParsers, { history: "push" });
  const q = useSettled(search.q, 250);
  const input = dashboardsInput({ ...search, q });
  const list = useInfiniteQuery({
    ...pagesOptions(trpc.dashboards.list.queryKey(input), (cursor) =>
      client.dashboards.list.query({ ...input, cursor }),
    ),
    placeholderData: keepPreviousData,
  });
  const { data: projects } = useQuery(trpc.projects.list.queryOptions({ limit: 100 }));
  const dashboards = list.data?.pages.flatMap((page) => page.data);
  const filtered = search.q !== "" || search.project !== null;
  const isNew = dashboards?.length === 0 && !filtered;
  const make = (
    <Button variant="primary" onClick={() => setMaking(true)}>
      <Plus aria-hidden />
      New dashboard
    </Button>
  );

  return (
    <>
      <PageHeader title="Dashboards" description={purpose} actions={mayWrite && !isNew && make} />
      {!isNew && (
        <div className="mb-4 flex flex-wrap items-center gap-2">
          <SearchInput
            label="Search dashboards"
            placeholder="Name"
            value={search.q}
            onValueChange={(text) =>
              void setSearch({ q: text || null }, { history: "replace", limitUrlUpdates: debounce(300) })
            }
            className="w-full sm:w-64"
          />
          {projects && projects.data.length > 1 && (
            <Select
              label="Project"
              value={search.project ?? ANY}
              onValueChange={(project) => void setSearch({ project: project === ANY ? null : project })}
              options={[
                { value: ANY, label: "All projects" },
                ...projects.data.map(({ id, name }) => ({ value: id, label: name })),
              ]}
              className="w-[calc(50%-0.25rem)] sm:w-44"
            />
          )}
          <Select
            label="Order"
            value={search.sort}
            onValueChange={(sort) => void setSearch({ sort })}
            options={sorts}
            className="w-[calc(50%-0.25rem)] sm:w-40"
          />
        </div>
      )}
      {list.isError && !list.data ? (
        <QueryProblem query={list} />
      ) : dashboards?.length === 0 ? (
        <EmptyState
          icon={<ChartColumn />}
          title={filtered ? "No dashboard fits" : "No dashboards yet"}
          description={
            filtered
              ? "Try another name or any project. Test and live dashboards are kept apart: switch the mode to see the others."
              : mayWrite
                ? "A dashboard is a page of charts over your sources. It is read anew each time, by keys too."
                : `Making one needs dashboards:write, which the role ${role} does not include: ask an editor, admin or owner.`
          }
          action={
            filtered ? (
              <Button onClick={() => void setSearch({ q: null, project: null })}>Clear filters</Button>
            ) : (
              mayWrite && make
            )
          }
        >
          {!filtered && (
            <p className="text-center text-sm text-muted">
              <TextLink href="/docs/dashboards">How dashboards work, and how programs read them</TextLink>
            </p>
          )}
        </EmptyState>
      ) : (
        <DashboardCards dashboards={dashboards} projects={projects?.data ?? []} refreshing={list.isPlaceholderData} />
      )}
      <LoadMore list={list} />
      <NewDashboard open={making} onOpenChange={setMaking} />
    </>
  );
}
