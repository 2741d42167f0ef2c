"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useQueryStates } from "nuqs";
import type { ReactNode } from "react";
import { QueryProblem } from "#app/forms/query-problem.tsx";
import type { Source } from "#contract/source.ts";
import { useTRPC } from "#trpc/client.tsx";
import { Button } from "#ui/button.tsx";
import { EmptyState } from "#ui/empty-state.tsx";
import { Pagination } from "#ui/pagination.tsx";
import { Select } from "#ui/select.tsx";
import { count, counted } from "../../parts/numbers.ts";
import { FieldsChooser } from "./fields-chooser.tsx";
import { FilterBar } from "./filter-bar.tsx";
import { formatSort, parseSort } from "./names.ts";
import { RowsGrid } from "./rows-grid.tsx";
import { pageSizes, rowsInput, type SourceSearch, viewParsers } from "./source-search.ts";

/**
 * Rows under a view that stands in the URL: filters, order, columns, page. `as` names somebody
 * else through whose eyes they are looked at. `tools` are more to do with that view.
 */
export function RowsView({ source, as = "", tools }: { source: Source; as?: string; tools?: ReactNode }) {
  const trpc = useTRPC();
  const [view, setView] = useQueryStates(viewParsers, { history: "push" });
  const kept = { placeholderData: keepPreviousData, staleTime: 60_000 } as const;
  const asked = rowsInput(source.id, view);
  const own = useQuery(trpc.sources.rows.queryOptions(asked, { ...kept, enabled: as === "" }));
  const theirs = useQuery(
    trpc.policies.viewAs.queryOptions({ ...asked, as }, { ...kept, staleTime: 0, enabled: as !== "" }),
  );
  const rows = as === "" ? own : theirs;
  // Another selection begins on its first page.
  const change = (next: Partial<SourceSearch>) => void setView({ page: null, ...next });
  const page = rows.data;
  const isEmpty = page?.total_rows === 0;

  return (
    <div className="flex flex-col gap-4">
      <div className="flex flex-col gap-2 sm:flex-row sm:flex-wrap sm:items-start">
        <FilterBar columns={source.columns} filters={view.filter} onChange={(filter) => change({ filter })} />
        <div className="flex flex-wrap gap-2">
          <Select
            label="Rows on a page"
            className="w-28"
            value={String(view.page_size)}
            onValueChange={(size) => change({ page_size: Number(size) })}
            options={[...new Set([...pageSizes, view.page_size])]
              .sort((a, b) => a - b)
              .map((size) => ({ value: String(size), label: `${size} a page` }))}
          />
          <FieldsChooser
            columns={source.columns}
            fields={view.fields}
            onChange={(fields) => void setView({ fields })}
          />
          {tools}
        </div>
      </div>
      {rows.isError && !rows.isPlaceholderData ? (
        <QueryProblem query={rows} />
      ) : isEmpty ? (
        <EmptyState
          title={view.filter.length > 0 ? "No row fits these filters" : "There are no rows"}
          description={
            view.filter.length > 0
              ? "Filters are joined by and: a row must fit all of them."
              : as !== "" || source.limits?.rows
                ? "A policy leaves out every row that the source has, or it has none."
                : "The file held a header and nothing below it, or all of its rows were rejected."
          }
          action={view.filter.length > 0 && <Button onClick={() => change({ filter: [] })}>Clear filters</Button>}
        />
      ) : (
        <div>
          <RowsGrid
            caption={`Rows of ${source.name}`}
            page={page}
            refreshing={rows.isPlaceholderData}
            sort={parseSort(view.sort)}
            onSortChange={(sort) => change({ sort: formatSort(sort) })}
          />
          <Pagination
            summary={page ? summaryOf(page) : undefined}
            loading={rows.isPlaceholderData}
            onPrevious={page && (page.page ?? 1) > 1 ? () => void setView({ page: view.page - 1 }) : undefined}
            onNext={
              page && (page.page ?? 1) < page.total_pages ? () => void setView({ page: view.page + 1 }) : undefined
            }
          />
        </div>
      )}
    </div>
  );
}

function summaryOf({
  page,
  page_size,
  total_rows,
  data,
}: {
  page: number | null;
  page_size: number;
  total_rows: number;
  data: readonly unknown[];
}): string {
  const first = ((page ?? 1) - 1) * page_size + 1;
  if (data.length === 0) return `Page ${count(page ?? 1)} is behind the last of ${counted(total_rows, "row")}`;
  return `${count(first)}–${count(first + data.length - 1)} of ${counted(total_rows, "row")}`;
}
