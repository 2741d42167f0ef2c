"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import Link from "next/link";
import { QueryProblem } from "#app/forms/query-problem.tsx";
import type { ServiceAccount } from "#contract/service-account.ts";
import { useTRPC, useTRPCClient } from "#trpc/client.tsx";
import { Skeleton } from "#ui/skeleton.tsx";
import { TimeAgo } from "#ui/time-ago.tsx";
import { KeyStatusBadge, TypeBadge } from "../../keys/key-badges.tsx";
import { LoadMore } from "../../parts/load-more.tsx";
import { pagesOptions } from "../../parts/pages-options.ts";

/** The keys of a service account, live and test alike, the newest first. */
export function AccountKeys({ of: account }: { of: ServiceAccount }) {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const input = { owner: account.id, limit: 50 };
  const keys = useInfiniteQuery(
    pagesOptions(trpc.keys.list.queryKey(input), (cursor) => client.keys.list.query({ ...input, cursor })),
  );
  if (keys.isError && !keys.data) return <QueryProblem query={keys} bordered={false} />;
  if (!keys.data) return <Skeleton className="m-4 h-16" />;
  const rows = keys.data.pages.flatMap((page) => page.data);
  if (rows.length === 0)
    return (
      <p className="p-4 text-sm text-muted">No keys yet. A key made here belongs to {account.name}, not to you.</p>
    );
  return (
    <>
      <ul className="divide-y divide-line">
        {rows.map((key) => (
          <li key={key.id} className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 px-4 py-3 text-sm">
            <div className="min-w-0">
              <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
                <Link href={`/keys/${key.id}`} className="break-id rounded-sm font-medium hover:underline">
                  {key.name}
                </Link>
                <TypeBadge type={key.type} />
                <KeyStatusBadge of={key} />
              </div>
              <code className="break-id font-mono text-xs text-muted">{key.hint}</code>
            </div>
            <div className="text-muted">
              {key.last_used_at ? (
                <>
                  Used <TimeAgo time={key.last_used_at} />
                </>
              ) : (
                "Never used"
              )}
            </div>
          </li>
        ))}
      </ul>
      {keys.hasNextPage && (
        <div className="px-4 pb-4">
          <LoadMore list={keys} />
        </div>
      )}
    </>
  );
}
