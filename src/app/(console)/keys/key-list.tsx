"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { KeyRound, Plus } from "lucide-react";
import { useQueryStates } from "nuqs";
import { useState } from "react";
import type * as z from "zod";
import { QueryProblem } from "#app/forms/query-problem.tsx";
import type { ListedKeys } from "#contract/key.ts";
import type { Sparklines } from "#contract/usage.ts";
import { useTRPC } from "#trpc/client.tsx";
import { Button } from "#ui/button.tsx";
import { DataTable } from "#ui/data-table.tsx";
import { EmptyState } from "#ui/empty-state.tsx";
import { LinkButton } from "#ui/link-button.tsx";
import { Pagination } from "#ui/pagination.tsx";
import { BulkRevoke } from "./bulk-revoke.tsx";
import { keyColumns } from "./key-columns.tsx";
import { isFiltered, type KeyFilters, keyFilters, listInput, PAGE_SIZE } from "./key-filters.ts";
import { KeyToolbar } from "./key-toolbar.tsx";

type Props = {
  first: z.infer<typeof ListedKeys>;
  firstSparklines: Sparklines;
  firstFilters: KeyFilters;
  livemode: boolean;
  me: string;
  seesEverybody: boolean;
  mayCreate: boolean;
};

const none: ReadonlySet<string> = new Set();

/** All keys one may see, found, sorted, and revoked many at a time. */
export function KeyList({ first, firstSparklines, firstFilters, livemode, me, seesEverybody, mayCreate }: Props) {
  const trpc = useTRPC();
  const [filters, setFilters] = useQueryStates(keyFilters, { history: "replace", clearOnDefault: true });
  const asked = JSON.stringify(filters);
  // The cursors of the pages so far belong to one set of filters; with another one starts over.
  const [pages, setPages] = useState<{ asked: string; cursors: readonly string[] }>({ asked, cursors: [] });
  const cursors = pages.asked === asked ? pages.cursors : [];
  const cursor = cursors.at(-1);
  const isFirst = cursor === undefined && asked === JSON.stringify(firstFilters);

  const list = useQuery(
    trpc.keys.list.queryOptions(
      { ...listInput(filters, livemode), ...(cursor && { cursor }) },
      { placeholderData: keepPreviousData, ...(isFirst && { initialData: first }) },
    ),
  );
  const keys = list.data?.data;
  const ids = keys?.map(({ id }) => id) ?? [];
  const sparklines = useQuery(
    trpc.keys.sparklines.queryOptions(
      { credential_ids: ids },
      { enabled: ids.length > 0, refetchInterval: 60_000, ...(isFirst && { initialData: firstSparklines }) },
    ),
  );
  const calls = new Map(sparklines.data?.data.map((line) => [line.credential_id, line.requests]));

  const [selected, setSelected] = useState<ReadonlySet<string>>(none);
  const chosen = keys?.filter((key) => selected.has(key.id) && key.status !== "revoked") ?? [];
  const filtered = isFiltered(filters, livemode);
  const clear = () => void setFilters({ q: null, status: null, type: null, creator: null, expiry: null, idle: null });
  const goTo = (next: readonly string[]) => {
    setSelected(none);
    setPages({ asked, cursors: next });
  };
  const next = list.data?.next_cursor ?? null;
  const from = cursors.length * PAGE_SIZE + 1;
  const nothing = keys?.length === 0 && cursors.length === 0;
  const showToolbar = filtered || !nothing || list.isError;

  return (
    <>
      {showToolbar && (
        <KeyToolbar
          filters={filters}
          onChange={(change) => void setFilters(change)}
          me={me}
          seesEverybody={seesEverybody}
          livemode={livemode}
          filtered={filtered}
          onClear={clear}
        />
      )}
      {chosen.length > 0 && <BulkRevoke keys={chosen} onDone={() => setSelected(none)} />}
      <DataTable
        caption="Keys"
        columns={keyColumns(sparklines.data ? calls : undefined)}
        rows={keys}
        rowKey={(key) => key.id}
        rowLabel={(key) => key.name}
        selected={selected}
        onSelectedChange={setSelected}
        rowTone={(key) => (key.status === "revoked" ? "faded" : undefined)}
        refreshing={list.isPlaceholderData}
        problem={list.isError && !keys && <QueryProblem query={list} />}
        empty={filtered ? <NoMatch onClear={clear} /> : <NoKeys livemode={livemode} mayCreate={mayCreate} />}
      />
      {keys && keys.length > 0 && (next || cursors.length > 0) && (
        <Pagination
          summary={`Keys ${from} to ${from + keys.length - 1}`}
          onPrevious={cursors.length > 0 ? () => goTo(cursors.slice(0, -1)) : undefined}
          onNext={next ? () => goTo([...cursors, next]) : undefined}
          loading={list.isPlaceholderData}
        />
      )}
    </>
  );
}

function NoMatch({ onClear }: { onClear: () => void }) {
  return (
    <EmptyState
      icon={<KeyRound />}
      title="No key fits"
      description="Search looks at names, ids and the beginning of a secret. Filters all have to apply."
      action={<Button onClick={onClear}>Clear search and filters</Button>}
    />
  );
}

function NoKeys({ livemode, mayCreate }: { livemode: boolean; mayCreate: boolean }) {
  return (
    <EmptyState
      icon={<KeyRound />}
      title={livemode ? "No keys yet" : "No test keys yet"}
      description={
        livemode
          ? "A key lets a script, a BI tool or a service call the API. You choose what it may do and how long it lives, and can take it back at any time."
          : "A test key sees and changes test data only. Build against it without touching what is live."
      }
      action={
        mayCreate && (
          <LinkButton variant="secondary" href={livemode ? "/keys/new" : "/keys/new?type=test"}>
            <Plus aria-hidden />
            {livemode ? "Create the first key" : "Create a test key"}
          </LinkButton>
        )
      }
    />
  );
}
