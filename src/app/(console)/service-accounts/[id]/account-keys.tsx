"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { QueryProblem } from "#app/forms/query-problem.tsx";
import type { ServiceAccount } from "#contract/service-account.ts";
import { useTRPC } from "#trpc/client.tsx";
import { Skeleton } from "#ui/skeleton.tsx";
import { TimeAgo } from "#ui/time-ago.tsx";
import { KeyStatusBadge, TypeBadge } from "../../keys/key-badges.tsx";

/** The keys of a service account, live and test alike, the newest first. */
export function AccountKeys({ of: account }: { of: ServiceAccount }) {
  const trpc = useTRPC();
  const keys = useQuery(trpc.keys.list.queryOptions({ owner: account.id, limit: 100 }));
  if (keys.isError) return <QueryProblem query={keys} bordered={false} />;
  if (!keys.data) return <Skeleton className="m-4 h-16" />;
  if (keys.data.data.length === 0)
    return (
      <p className="p-4 text-sm text-muted">No keys yet. A key made here belongs to {account.name}, not to you.</p>
    );
  return (
    <ul className="divide-y divide-line">
      {keys.data.data.map((key) => (
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
  );
}
