"use client";

import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { QueryProblem } from "#app/forms/query-problem.tsx";
import type { Left } from "#contract/usage.ts";
import { useTRPC } from "#trpc/client.tsx";
import { Card } from "#ui/card.tsx";
import { Progress } from "#ui/progress.tsx";
import { Skeleton } from "#ui/skeleton.tsx";
import { TextLink } from "#ui/text-link.tsx";
import { TimeAgo } from "#ui/time-ago.tsx";
import { count, rate } from "../parts/numbers.ts";

const REFRESH_MS = 10_000;

/** What a key, or those nearest to their limit, have left in this hour. */
export function QuotaCard({ credentialId }: { credentialId: string | null }) {
  const trpc = useTRPC();
  const input = credentialId ? { credential_id: credentialId } : {};
  const quota = useQuery(trpc.keys.quota.queryOptions(input, { refetchInterval: REFRESH_MS }));
  return (
    <Card
      className="mt-6"
      title="Rate limits"
      description={
        credentialId
          ? "What this key has used of its requests in the running hour."
          : "The keys that have come nearest to their hourly limit."
      }
    >
      {quota.isError ? (
        <QueryProblem query={quota} bordered={false} />
      ) : !quota.data ? (
        <Skeleton className="h-10 w-full" />
      ) : quota.data.data.length + quota.data.shared.length === 0 ? (
        <p className="text-sm text-muted">No key has been used in this hour: every limit is untouched.</p>
      ) : (
        <ul className="flex flex-col gap-5">
          {quota.data.data.map((each) => (
            <QuotaLine key={each.credential_id} name={each.name} quota={each}>
              <TextLink href={`/keys/${each.credential_id}`} className="font-mono text-xs leading-5">
                {each.hint}
              </TextLink>
            </QuotaLine>
          ))}
          {quota.data.shared.map((each) => (
            <QuotaLine key={each.of} name={each.name} quota={each}>
              <span>
                {each.of === "member" ? "All credentials of this member" : "All credentials of the organization"}
              </span>
            </QuotaLine>
          ))}
        </ul>
      )}
    </Card>
  );
}

function QuotaLine({ name, quota, children }: { name: string; quota: Left; children: ReactNode }) {
  const share = quota.used / quota.limit;
  return (
    <li>
      <Progress
        label={name}
        value={share}
        detail={`${count(quota.used)} of ${count(quota.limit)}, ${count(quota.remaining)} left`}
        tone={quota.remaining === 0 ? "danger" : share >= 0.75 || quota.runs_out_at ? "warning" : "accent"}
      />
      <p className="mt-1.5 flex flex-wrap gap-x-4 gap-y-0.5 text-sm text-muted">
        {children}
        <span>
          {rate(quota.requests_per_minute)} a minute, starts anew <TimeAgo time={new Date(quota.reset_at * 1000)} />
        </span>
        <span>
          {quota.remaining === 0 ? (
            <strong className="font-medium text-danger">Used up: requests are refused with 429.</strong>
          ) : quota.runs_out_at ? (
            <strong className="font-medium text-warning">
              Runs out <TimeAgo time={quota.runs_out_at} /> at this rate.
            </strong>
          ) : (
            "Lasts at this rate."
          )}
        </span>
      </p>
    </li>
  );
}
