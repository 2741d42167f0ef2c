"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { CircleCheck } from "lucide-react";
import type * as z from "zod";
import { QueryProblem } from "#app/forms/query-problem.tsx";
import { problems } from "#contract/problem.ts";
import type { GroupedErrors } from "#contract/usage.ts";
import { useTRPC } from "#trpc/client.tsx";
import { type Column, DataTable } from "#ui/data-table.tsx";
import { EmptyState } from "#ui/empty-state.tsx";
import { StatusBadge } from "#ui/status-badge.tsx";
import { TextLink } from "#ui/text-link.tsx";
import { TimeAgo } from "#ui/time-ago.tsx";
import { count, counted } from "../parts/numbers.ts";
import { RangePicker } from "../parts/range-picker.tsx";
import { rangeTimes } from "../parts/time-range.ts";
import type { SetSearch } from "./request-log.tsx";
import { requestHref } from "./request-table.tsx";
import type { RequestsSearch } from "./requests-search.ts";

type Group = z.infer<typeof GroupedErrors>["data"][number];
const REFRESH_MS = 10_000;

/** What went wrong in a range, the most frequent first; each leads to its requests. */
export function ErrorGroups({
  minute,
  search,
  onSearch,
}: {
  minute: number;
  search: RequestsSearch;
  onSearch: (change: Parameters<SetSearch>[0]) => void;
}) {
  const trpc = useTRPC();
  const { range, from, to } = rangeTimes(search, "24h", minute);
  const errors = useQuery(
    trpc.requests.errors.queryOptions({ from, to }, { placeholderData: keepPreviousData, refetchInterval: REFRESH_MS }),
  );
  const columns: readonly Column<Group>[] = [
    {
      id: "error",
      header: "Error",
      card: "title",
      skeleton: "w-44",
      cell: (row) => (
        <div className="flex flex-col items-start">
          <button
            type="button"
            className="rounded-sm text-left font-medium hover:underline"
            onClick={() =>
              onSearch({ view: "log", code: row.code, operation: row.operation, range: search.range ?? "24h" })
            }
          >
            {problems[row.code].title}
          </button>
          <TextLink href={`/docs/errors/${row.code}`} className="font-mono text-xs">
            {row.code}
          </TextLink>
        </div>
      ),
    },
    { id: "status", header: "Status", skeleton: "w-9", cell: (row) => <StatusBadge status={row.status} /> },
    {
      id: "operation",
      header: "Operation",
      skeleton: "w-28",
      cell: (row) => <span className="font-mono text-xs">{row.operation ?? "Unknown path"}</span>,
    },
    { id: "requests", header: "Requests", align: "right", skeleton: "w-10", cell: (row) => count(row.requests) },
    {
      id: "credentials",
      header: "From",
      wide: true,
      skeleton: "w-16",
      cell: (row) => (row.credentials === 0 ? "No known credential" : counted(row.credentials, "credential")),
    },
    {
      id: "last",
      header: "Last",
      skeleton: "w-24",
      cell: (row) => (
        <TextLink href={requestHref(row.last_request_id)} prefetch={false}>
          <TimeAgo time={row.last_at} />
        </TextLink>
      ),
    },
  ];
  return (
    <div className="flex flex-col gap-4">
      <RangePicker range={range} from={from} to={to} onPick={(picked) => onSearch(picked)} />
      <DataTable
        caption="Errors"
        columns={columns}
        rows={errors.data?.data}
        rowKey={(row) => `${row.code} ${row.status} ${row.operation}`}
        refreshing={errors.isPlaceholderData}
        problem={errors.isError && !errors.data && <QueryProblem query={errors} />}
        empty={
          <EmptyState
            icon={<CircleCheck />}
            title="No errors in this range"
            description="Every request was answered with a status below 400. Refused requests are counted too, those without a good credential included where they can be told to belong to this organization."
          />
        }
      />
    </div>
  );
}
