"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { Ticket } from "lucide-react";
import { useState } from "react";
import { QueryProblem } from "#app/forms/query-problem.tsx";
import type { Token } from "#contract/token.ts";
import { Button } from "#ui/button.tsx";
import { DataTable } from "#ui/data-table.tsx";
import { EmptyState } from "#ui/empty-state.tsx";
import { LinkButton } from "#ui/link-button.tsx";
import { RevokeToken } from "./revoke-token.tsx";
import { tokenColumns } from "./token-columns.tsx";
import { newTokenHref, type TokenTab, tokenKinds } from "./token-kinds.ts";
import { useTokenPages } from "./use-tokens.ts";

/** The tokens of one kind that the reader may see, newest first. */
export function TokenList({
  tab,
  mayCreate,
  seesEverybody,
}: {
  tab: TokenTab;
  mayCreate: boolean;
  seesEverybody: boolean;
}) {
  const list = useInfiniteQuery(useTokenPages(tab));
  const [ending, setEnding] = useState<Token | null>(null);
  const tokens = list.data?.pages.flatMap((page) => page.data);
  const { title, empty } = tokenKinds[tab];
  return (
    <>
      <DataTable
        caption={tokenKinds[tab].tab}
        columns={tokenColumns({ withOwner: tab === "private" && seesEverybody, onRevoke: setEnding })}
        rows={tokens}
        rowKey={({ id }) => id}
        rowTone={({ status }) => (status === "revoked" ? "faded" : undefined)}
        problem={list.isError && !list.data && <QueryProblem query={list} />}
        empty={
          <EmptyState
            icon={<Ticket />}
            title={`No ${title.toLowerCase()} yet`}
            description={empty}
            action={
              mayCreate && (
                <LinkButton href={newTokenHref(tab)} variant="secondary">
                  Create the first one
                </LinkButton>
              )
            }
          />
        }
        skeletonRows={3}
      />
      {list.hasNextPage && (
        <Button className="mt-4" onClick={() => void list.fetchNextPage()} loading={list.isFetchingNextPage}>
          Show more
        </Button>
      )}
      <RevokeToken tab={tab} of={ending} onClose={() => setEnding(null)} />
    </>
  );
}
