"use client";

import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Database, Plus } from "lucide-react";
import { useRouter } from "next/navigation";
import { debounce, useQueryStates } from "nuqs";
import { QueryProblem } from "#app/forms/query-problem.tsx";
import { useTRPC, useTRPCClient } from "#trpc/client.tsx";
import { Button } from "#ui/button.tsx";
import { EmptyState } from "#ui/empty-state.tsx";
import { LinkButton } from "#ui/link-button.tsx";
import { PageHeader } from "#ui/page-header.tsx";
import { SearchInput } from "#ui/search-input.tsx";
import { Select } from "#ui/select.tsx";
import { counted } from "../parts/numbers.ts";
import { pagesOptions } from "../parts/pages-options.ts";
import { useSettled } from "../parts/use-settled.ts";
import { handFile } from "./new/handed-file.ts";
import { UploadZone } from "./new/upload-zone.tsx";
import { SourceTable } from "./source-table.tsx";
import { type SourcesSearch, sourcesInput, sourcesParsers } from "./sources-search.ts";

const ANY = "any";
const IMPORTING_MS = 1000;
const sorts: readonly { value: SourcesSearch["sort"]; label: string }[] = [
  { value: "-created_at", label: "Newest first" },
  { value: "created_at", label: "Oldest first" },
  { value: "-updated_at", label: "Last changed" },
  { value: "name", label: "Name" },
  { value: "-row_count", label: "Most rows" },
];

/** All sources of the mode. While one is being imported the list follows it. */
export function SourcesView({ canWrite, role }: { canWrite: boolean; role: string }) {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const router = useRouter();
  const [search, setSearch] = useQueryStates(sourcesParsers, { history: "push" });
  const q = useSettled(search.q, 250);
  const input = sourcesInput({ ...search, q });
  const list = useInfiniteQuery({
    ...pagesOptions(trpc.sources.list.queryKey(input), (cursor) => client.sources.list.query({ ...input, cursor })),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) =>
      state.data?.pages.some((page) => page.data.some((source) => source.status === "importing"))
        ? IMPORTING_MS
        : false,
  });
  const { data: projects } = useQuery(trpc.projects.list.queryOptions({ limit: 100 }));
  const sources = list.data?.pages.flatMap((page) => page.data);
  const filtered = search.q !== "" || search.status !== null || search.project !== null;
  const isNew = sources?.length === 0 && !filtered;

  return (
    <>
      <PageHeader
        title="Sources"
        description="Data sets with typed columns, read by keys over REST: page, filter, sort, export."
        actions={
          canWrite &&
          !isNew && (
            <LinkButton variant="primary" href="/sources/new">
              <Plus aria-hidden />
              Add source
            </LinkButton>
          )
        }
      />
      {!isNew && (
        <div className="mb-4 flex flex-wrap items-center gap-2">
          <SearchInput
            label="Search sources"
            placeholder="Name"
            value={search.q}
            onValueChange={(text) =>
              void setSearch({ q: text || null }, { history: "replace", limitUrlUpdates: debounce(300) })
            }
            className="w-full sm:w-64"
          />
          <Select
            label="Status"
            value={search.status ?? ANY}
            onValueChange={(status) => void setSearch({ status: status === ANY ? null : status })}
            options={[
              { value: ANY, label: "Any status" },
              { value: "ready", label: "Ready" },
              { value: "importing", label: "Importing" },
              { value: "failed", label: "Failed" },
            ]}
            className="w-[calc(50%-0.25rem)] sm:w-36"
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
              className="w-full sm:w-44"
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
      <SourceTable
        sources={sources}
        refreshing={list.isPlaceholderData}
        problem={list.isError && !list.data && <QueryProblem query={list} />}
        empty={
          filtered ? (
            <EmptyState
              icon={<Database />}
              title="No source fits"
              description="Try another name or any status. Test and live sources are kept apart: switch the mode to see the others."
              action={
                <Button onClick={() => void setSearch({ q: null, status: null, project: null })}>Clear filters</Button>
              }
            />
          ) : canWrite ? (
            <UploadZone
              onFile={(file) => {
                handFile(file);
                router.push("/sources/new");
              }}
            />
          ) : (
            <EmptyState
              icon={<Database />}
              title="No sources yet"
              description={`Sources hold the rows that keys read. Adding one needs data:write, which the role ${role} does not include: ask an editor, admin or owner.`}
            />
          )
        }
      />
      {sources && sources.length > 0 && (
        <div className="flex items-center justify-between gap-4 pt-3">
          <p className="tabular text-sm text-muted">{counted(sources.length, "source")} shown</p>
          {list.hasNextPage && (
            <Button onClick={() => void list.fetchNextPage()} loading={list.isFetchingNextPage}>
              Load more
            </Button>
          )}
        </div>
      )}
    </>
  );
}
