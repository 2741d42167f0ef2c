"use client";

import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { ScrollText } from "lucide-react";
import { useQueryStates } from "nuqs";
import { QueryProblem } from "#app/forms/query-problem.tsx";
import { useTRPC, useTRPCClient } from "#trpc/client.tsx";
import { Button } from "#ui/button.tsx";
import { EmptyState } from "#ui/empty-state.tsx";
import { PageHeader } from "#ui/page-header.tsx";
import { counted } from "../parts/numbers.ts";
import { pagesOptions } from "../parts/pages-options.ts";
import { AuditEventSheet } from "./audit-event-sheet.tsx";
import { AuditFiltersBar } from "./audit-filters-bar.tsx";
import { auditFilters, auditParsers, isFiltered, noFilters } from "./audit-search.ts";
import { AuditTable } from "./audit-table.tsx";
import { ExportEvents } from "./export-events.tsx";
import { VerifyChain } from "./verify-chain.tsx";

/** The audit log, newest first. */
export function AuditView({ minute }: { minute: number }) {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const [search, setSearch] = useQueryStates(auditParsers, { history: "push" });
  const filters = auditFilters(search, minute);
  const log = useInfiniteQuery({
    ...pagesOptions(trpc.audit.list.queryKey(filters), (cursor) => client.audit.list.query({ ...filters, cursor })),
    placeholderData: keepPreviousData,
  });
  const events = log.data?.pages.flatMap((page) => page.data);
  const opened = events?.find(({ id }) => id === search.event);

  return (
    <>
      <PageHeader
        title="Audit"
        description="Who did what to what, when, with which credential, and from where. Nothing in it can be changed."
        actions={<ExportEvents filters={filters} />}
      />
      <div className="flex flex-col gap-4">
        <VerifyChain />
        <AuditFiltersBar search={search} now={minute} onSearch={(change) => void setSearch(change)} />
        <AuditTable
          events={events}
          current={search.event}
          onOpen={(event) => void setSearch({ event })}
          onFilter={(change) => void setSearch(change)}
          refreshing={log.isPlaceholderData}
          problem={log.isError && !log.data && <QueryProblem query={log} />}
          empty={
            <EmptyState
              icon={<ScrollText />}
              title={isFiltered(search) ? "No event fits these filters" : "Nothing was done yet"}
              description="Every change to keys, sources, sessions and the organization leaves an event here, in the same transaction as the change itself."
              action={isFiltered(search) && <Button onClick={() => void setSearch(noFilters)}>Clear filters</Button>}
            />
          }
        />
        {events && events.length > 0 && (
          <div className="flex items-center justify-between gap-4">
            <p className="tabular text-sm text-muted">{counted(events.length, "event")} shown</p>
            {log.hasNextPage && (
              <Button onClick={() => void log.fetchNextPage()} loading={log.isFetchingNextPage}>
                Load older
              </Button>
            )}
          </div>
        )}
      </div>
      <AuditEventSheet event={opened} onClose={() => void setSearch({ event: null })} />
    </>
  );
}
