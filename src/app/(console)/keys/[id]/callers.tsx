"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { QueryProblem } from "#app/forms/query-problem.tsx";
import type { RequestEntry } from "#contract/usage.ts";
import { useTRPC } from "#trpc/client.tsx";
import { Skeleton } from "#ui/skeleton.tsx";
import { TimeAgo } from "#ui/time-ago.tsx";

const DAY_MS = 86_400_000;
const LOOKED_AT = 100;

/** Calls that came from one place by one program. */
type Caller = { ip: string; program: string; calls: number; last: string };

function callersOf(requests: readonly RequestEntry[]): Caller[] {
  const callers = new Map<string, Caller>();
  for (const { ip, user_agent, time } of requests) {
    const id = `${ip} ${user_agent}`;
    const known = callers.get(id);
    if (known) known.calls += 1;
    else callers.set(id, { ip: ip ?? "unknown address", program: user_agent ?? "no user agent", calls: 1, last: time });
  }
  return [...callers.values()];
}

/** Who called with a key in the last 24 hours, kept up to date: those who would notice if it stopped working. */
export function Callers({ keyId }: { keyId: string }) {
  const trpc = useTRPC();
  const [from] = useState(() => new Date(Date.now() - DAY_MS).toISOString());
  const requests = useQuery(
    trpc.requests.list.queryOptions({ credential_id: keyId, from, limit: LOOKED_AT }, { refetchInterval: 5_000 }),
  );
  if (requests.isError && !requests.data) return <QueryProblem query={requests} />;
  if (!requests.data) return <Skeleton className="h-16 w-full" />;
  const callers = callersOf(requests.data.data);
  if (callers.length === 0)
    return (
      <p className="rounded-md border px-3 py-2 text-sm text-muted">Nobody called with it in the last 24 hours.</p>
    );
  return (
    <section aria-label="Callers of the last 24 hours" className="text-sm">
      <p className="mb-1.5 text-muted">
        {requests.data.next_cursor ? `Who made the last ${LOOKED_AT} calls` : "Who called in the last 24 hours"}
      </p>
      <ul className="max-h-44 divide-y divide-line overflow-y-auto rounded-md border">
        {callers.map((caller) => (
          <li key={`${caller.ip} ${caller.program}`} className="flex justify-between gap-4 px-3 py-1.5">
            <span className="min-w-0">
              <span className="block truncate">{caller.program}</span>
              <span className="block font-mono text-xs text-muted">{caller.ip}</span>
            </span>
            <span className="tabular shrink-0 text-right">
              <span className="block">{caller.calls === 1 ? "1 call" : `${caller.calls} calls`}</span>
              <TimeAgo time={caller.last} className="block text-xs text-muted" />
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
