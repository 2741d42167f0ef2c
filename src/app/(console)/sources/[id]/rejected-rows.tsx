"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { CircleCheck } from "lucide-react";
import type * as z from "zod";
import { QueryProblem } from "#app/forms/query-problem.tsx";
import type { RejectedRow, Source } from "#contract/source.ts";
import { useTRPC, useTRPCClient } from "#trpc/client.tsx";
import { Button } from "#ui/button.tsx";
import { type Column, DataTable } from "#ui/data-table.tsx";
import { EmptyState } from "#ui/empty-state.tsx";
import { count, counted } from "../../parts/numbers.ts";
import { pagesOptions } from "../../parts/pages-options.ts";

type Row = z.infer<typeof RejectedRow>;

const columns: readonly Column<Row>[] = [
  {
    id: "line",
    header: "Line",
    align: "right",
    skeleton: "w-10",
    className: "md:w-20",
    cell: (row) => count(row.line),
  },
  {
    id: "column",
    header: "Column",
    skeleton: "w-24",
    cell: (row) =>
      row.column === null ? (
        <span className="text-muted">Whole row</span>
      ) : (
        <span className="break-id font-mono text-xs">{row.column}</span>
      ),
  },
  { id: "reason", header: "Reason", card: "title", skeleton: "w-64", cell: (row) => row.reason },
  {
    id: "value",
    header: "Value",
    skeleton: "w-32",
    cell: (row) => (
      <span className="line-clamp-2 font-mono text-xs [overflow-wrap:anywhere] md:max-w-80">{row.value ?? "–"}</span>
    ),
  },
];

/** The rows of the file that are not in the source, by line, each with its reason. */
export function RejectedRows({ source }: { source: Source }) {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const input = { id: source.id, limit: 100 };
  const list = useInfiniteQuery({
    ...pagesOptions(trpc.sources.rejectedRows.queryKey(input), (cursor) =>
      client.sources.rejectedRows.query({ ...input, cursor }),
    ),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const rows = list.data?.pages.flatMap((page) => page.data);
  return (
    <div className="flex flex-col gap-3">
      {source.rejected_rows > 0 && (
        <p className="max-w-[72ch] text-sm text-muted">
          {counted(source.rejected_rows, "row")} of {source.file_name} did not fit and were left out. Mend them in the
          file and upload it again, or import the column as text.
        </p>
      )}
      <DataTable
        caption="Rejected rows"
        columns={columns}
        rows={rows}
        rowKey={(row) => `${row.line} ${row.column}`}
        problem={list.isError && !list.data && <QueryProblem query={list} />}
        empty={
          <EmptyState
            icon={<CircleCheck />}
            title="No row was rejected"
            description={`All ${counted(source.row_count, "row")} of ${source.file_name} are in this source.`}
          />
        }
      />
      {rows && rows.length > 0 && (
        <div className="flex items-center justify-between gap-4">
          <p className="tabular text-sm text-muted">
            {rows.length < source.rejected_rows && !list.hasNextPage
              ? `The first ${count(rows.length)} of ${count(source.rejected_rows)} are kept`
              : `${count(rows.length)} of ${count(source.rejected_rows)} shown`}
          </p>
          {list.hasNextPage && (
            <Button onClick={() => void list.fetchNextPage()} loading={list.isFetchingNextPage}>
              Load more
            </Button>
          )}
        </div>
      )}
    </div>
  );
}
