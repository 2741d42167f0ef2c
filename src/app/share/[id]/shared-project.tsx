"use client";

import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { ChevronLeft, Database } from "lucide-react";
import { parseAsString, useQueryState, useQueryStates } from "nuqs";
import { count, counted } from "#app/(console)/parts/numbers.ts";
import { pagesOptions } from "#app/(console)/parts/pages-options.ts";
import { viewParsers } from "#app/(console)/sources/[id]/source-search.ts";
import { QueryProblem } from "#app/forms/query-problem.tsx";
import type { Source } from "#contract/source.ts";
import { useTRPC, useTRPCClient } from "#trpc/client.tsx";
import { problemOf } from "#trpc/problem-of.ts";
import { Button } from "#ui/button.tsx";
import { type Column, DataTable } from "#ui/data-table.tsx";
import { EmptyState } from "#ui/empty-state.tsx";
import { TimeAgo } from "#ui/time-ago.tsx";
import { gone } from "./share-words.ts";
import { SharedDashboard } from "./shared-dashboard.tsx";
import { SharedDashboards } from "./shared-dashboards.tsx";
import { SharedHead } from "./shared-head.tsx";
import { SharedSource } from "./shared-source.tsx";

const sourcesInput = { limit: 50, sort: "name" as const };

/** What is in a project, and each of it in turn. Which one stands in the URL. */
export function SharedProject({ id, name, until }: { id: string; name: string; until: string }) {
  const [opened, setOpened] = useQueryState("open", parseAsString.withOptions({ history: "push" }));
  const [, setView] = useQueryStates(viewParsers);
  const open = (what: string | null) => {
    // The view belongs to the source that was looked at.
    void setView(null);
    void setOpened(what);
  };
  const back = (
    <Button size="sm" variant="ghost" className="-ml-2 mb-2" onClick={() => open(null)}>
      <ChevronLeft aria-hidden />
      {name}
    </Button>
  );
  if (opened === null) return <PartsOf id={id} name={name} until={until} onOpen={open} />;
  if (opened.startsWith("dash_")) return <SharedDashboard key={opened} id={opened} until={until} back={back} />;
  return <SharedSource key={opened} id={opened} until={until} back={back} />;
}

function PartsOf({
  id,
  name,
  until,
  onOpen,
}: {
  id: string;
  name: string;
  until: string;
  onOpen: (what: string) => void;
}) {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const project = useQuery(trpc.projects.get.queryOptions({ id }));
  const list = useInfiniteQuery(
    pagesOptions(trpc.sources.list.queryKey(sourcesInput), (cursor) =>
      client.sources.list.query({ ...sourcesInput, ...(cursor && { cursor }) }),
    ),
  );
  if (problemOf(project.error)?.code === "not_found") return <EmptyState title={gone.title} description={gone.text} />;
  const sources = list.data?.pages.flatMap((page) => page.data);
  return (
    <>
      <SharedHead
        title={project.data?.name ?? name}
        description={project.data?.description ?? null}
        until={until}
        facts={project.data && <span className="tabular">{counted(project.data.sources, "source")}</span>}
      />
      <SharedDashboards onOpen={onOpen} />
      <DataTable
        caption="Sources"
        columns={columnsOf(onOpen)}
        rows={sources}
        rowKey={(source) => source.id}
        problem={list.isError && <QueryProblem query={list} />}
        empty={<EmptyState icon={<Database />} title="Nothing is in this project yet" />}
      />
      {list.hasNextPage && (
        <Button className="mt-4" onClick={() => void list.fetchNextPage()} loading={list.isFetchingNextPage}>
          Show more
        </Button>
      )}
    </>
  );
}

const columnsOf = (onOpen: (source: string) => void): readonly Column<Source>[] => [
  {
    id: "name",
    header: "Name",
    card: "title",
    skeleton: "w-48",
    cell: (source) => (
      <button
        type="button"
        onClick={() => onOpen(source.id)}
        className="break-id rounded-sm text-left font-medium hover:underline"
      >
        {source.name}
      </button>
    ),
  },
  {
    id: "rows",
    header: "Rows",
    align: "right",
    skeleton: "w-14",
    cell: (source) => (source.status === "ready" ? count(source.row_count) : "–"),
  },
  { id: "columns", header: "Columns", align: "right", skeleton: "w-8", cell: (source) => count(source.columns.length) },
  {
    id: "updated",
    header: "Updated",
    skeleton: "w-24",
    cell: (source) => <TimeAgo time={source.updated_at} className="whitespace-nowrap text-muted" />,
  },
];
