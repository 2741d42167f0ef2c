"use client";

import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { counted } from "#app/(console)/parts/numbers.ts";
import { RowsView } from "#app/(console)/sources/[id]/rows-view.tsx";
import { QueryProblem } from "#app/forms/query-problem.tsx";
import { useTRPC } from "#trpc/client.tsx";
import { problemOf } from "#trpc/problem-of.ts";
import { EmptyState } from "#ui/empty-state.tsx";
import { Skeleton } from "#ui/skeleton.tsx";
import { TimeAgo } from "#ui/time-ago.tsx";
import { gone } from "./share-words.ts";
import { SharedHead } from "./shared-head.tsx";

/** The rows of one source, as whoever shared it sees them. */
export function SharedSource({ id, until, back }: { id: string; until: string; back?: ReactNode }) {
  const trpc = useTRPC();
  const found = useQuery(trpc.sources.get.queryOptions({ id }));
  const source = found.data;
  if (found.isError)
    return problemOf(found.error)?.code === "not_found" ? (
      <EmptyState title={gone.title} description={gone.text} action={back} />
    ) : (
      <QueryProblem query={found} />
    );
  if (!source) return <Skeleton className="h-96 w-full rounded-lg" />;
  return (
    <>
      <SharedHead
        title={source.name}
        back={back}
        description={source.description}
        until={until}
        facts={
          <>
            <span className="tabular">
              {counted(source.row_count, "row")}, {counted(source.columns.length, "column")}
            </span>
            <span>
              Updated <TimeAgo time={source.updated_at} />
            </span>
          </>
        }
      />
      {source.status === "ready" ? (
        <RowsView source={source} />
      ) : (
        <EmptyState title="There are no rows yet" description="They are being prepared. Come back in a moment." />
      )}
    </>
  );
}
