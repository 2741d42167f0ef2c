"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { Link2 } from "lucide-react";
import { useQueryStates } from "nuqs";
import { useState } from "react";
import { QueryProblem } from "#app/forms/query-problem.tsx";
import { type ShareLink, ShareLinkStatus } from "#contract/share-link.ts";
import { useTRPC, useTRPCClient } from "#trpc/client.tsx";
import { Button } from "#ui/button.tsx";
import { DataTable } from "#ui/data-table.tsx";
import { EmptyState } from "#ui/empty-state.tsx";
import { LinkButton } from "#ui/link-button.tsx";
import { PageHeader } from "#ui/page-header.tsx";
import { Select } from "#ui/select.tsx";
import { TextLink } from "#ui/text-link.tsx";
import { pagesOptions } from "../parts/pages-options.ts";
import { linkColumns } from "./link-columns.tsx";
import { statusWords } from "./link-words.ts";
import { linksInput, linksParsers } from "./links-search.ts";
import { NarrowLink } from "./narrow-link.tsx";
import { purpose } from "./purpose.ts";
import { RevokeLink } from "./revoke-link.tsx";

const ANY = "any";

/** Every link that the reader may end: their own, and those out of projects that they may share from. */
export function ShareLinksView() {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const [search, setSearch] = useQueryStates(linksParsers, { history: "push" });
  const [narrowing, setNarrowing] = useState<ShareLink | null>(null);
  const [ending, setEnding] = useState<ShareLink | null>(null);
  const input = linksInput(search);
  const list = useInfiniteQuery(
    pagesOptions(trpc.shareLinks.list.queryKey(input), (cursor) =>
      client.shareLinks.list.query({ ...input, ...(cursor && { cursor }) }),
    ),
  );
  const links = list.data?.pages.flatMap((page) => page.data);
  return (
    <>
      <PageHeader title="Share links" description={purpose} />
      <Select
        label="Status"
        className="mb-4 w-44"
        value={search.status ?? ANY}
        onValueChange={(status) => void setSearch({ status: ShareLinkStatus.safeParse(status).data ?? null })}
        options={[
          { value: ANY, label: "Any status" },
          ...ShareLinkStatus.options.map((value) => ({ value, label: statusWords[value].label })),
        ]}
      />
      <DataTable
        caption="Share links"
        columns={linkColumns({ onNarrow: setNarrowing, onRevoke: setEnding })}
        rows={links}
        rowKey={({ id }) => id}
        rowTone={({ status }) => (status === "active" ? undefined : "faded")}
        problem={list.isError && !list.data && <QueryProblem query={list} />}
        skeletonRows={4}
        empty={
          search.status === null ? (
            <EmptyState
              icon={<Link2 />}
              title="Nothing is shared by link"
              description={
                <>
                  Open a source or a project and choose Share. How links work is in the{" "}
                  <TextLink href="/docs/share-links">docs</TextLink>.
                </>
              }
              action={<LinkButton href="/sources">Go to sources</LinkButton>}
            />
          ) : (
            <EmptyState
              title={`No link is ${statusWords[search.status].label.toLowerCase()}`}
              action={<Button onClick={() => void setSearch({ status: null })}>Show all</Button>}
            />
          )
        }
      />
      {list.hasNextPage && (
        <Button className="mt-4" onClick={() => void list.fetchNextPage()} loading={list.isFetchingNextPage}>
          Show more
        </Button>
      )}
      <NarrowLink of={narrowing} onClose={() => setNarrowing(null)} />
      <RevokeLink of={ending} onClose={() => setEnding(null)} />
    </>
  );
}
