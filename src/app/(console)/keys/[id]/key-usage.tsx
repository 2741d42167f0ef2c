"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { parseAsStringLiteral, useQueryState } from "nuqs";
import type * as z from "zod";
import { QueryProblem } from "#app/forms/query-problem.tsx";
import type { Key } from "#contract/key.ts";
import type { Quota } from "#contract/usage.ts";
import { useTRPC } from "#trpc/client.tsx";
import { Card } from "#ui/card.tsx";
import { Chart } from "#ui/chart.tsx";
import { Progress } from "#ui/progress.tsx";
import { Segmented } from "#ui/segmented.tsx";
import { Skeleton } from "#ui/skeleton.tsx";
import { Stat, StatRow } from "#ui/stat.tsx";
import { TimeAgo } from "#ui/time-ago.tsx";
import { requestsHref } from "../../usage/requests-href.ts";

const ranges = [
  { value: "1h", label: "1 h", ms: 3_600_000, interval: "minute", seconds: 60 },
  { value: "24h", label: "24 h", ms: 86_400_000, interval: "hour", seconds: 3_600 },
  { value: "7d", label: "7 d", ms: 7 * 86_400_000, interval: "hour", seconds: 3_600 },
  { value: "30d", label: "30 d", ms: 30 * 86_400_000, interval: "day", seconds: 86_400 },
] as const;
const names = ranges.map(({ value }) => value);

const numbers = new Intl.NumberFormat("en");
const percent = new Intl.NumberFormat("en", { style: "percent", maximumFractionDigits: 1 });
const ms = (value: number | null) => (value === null ? "–" : `${numbers.format(Math.round(value * 10) / 10)} ms`);

/** Up to the end of the running minute, so that the same minute asks the same question. */
const untilNow = () => Math.ceil(Date.now() / 60_000) * 60_000;

/** What a key did: requests over time, errors, latency, and how much of its limit is used. */
export function KeyUsage({ of: key }: { of: Key }) {
  const trpc = useTRPC();
  const router = useRouter();
  const [name, setName] = useQueryState("range", parseAsStringLiteral(names).withDefault("24h"));
  const range = ranges.find(({ value }) => value === name) ?? ranges[1];
  const to = untilNow();
  const usage = useQuery(
    trpc.keys.usage.queryOptions(
      {
        id: key.id,
        from: new Date(to - range.ms).toISOString(),
        to: new Date(to).toISOString(),
        interval: range.interval,
      },
      { placeholderData: keepPreviousData, refetchInterval: 10_000 },
    ),
  );
  const quota = useQuery(trpc.keys.quota.queryOptions({ credential_id: key.id }, { refetchInterval: 10_000 }));
  if (usage.isError && !usage.data) return <QueryProblem query={usage} />;

  const data = usage.data;
  const totals = data?.totals;
  const points = data?.data ?? [];
  return (
    <div className="flex flex-col gap-6">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <Segmented label="Range" options={ranges} value={name} onValueChange={(next) => void setName(next)} />
        <span className="text-sm text-muted">Updates by itself</span>
      </div>
      <StatRow>
        <Stat label="Requests" value={totals && numbers.format(totals.requests)} />
        <Stat
          label="Refused or failed"
          value={totals && numbers.format(totals.errors)}
          detail={totals && (totals.requests > 0 ? `${percent.format(totals.errors / totals.requests)} of all` : "")}
        />
        <Stat label="Median" value={totals && ms(totals.p50_ms)} detail={totals && "half are faster"} />
        <Stat label="p95" value={totals && ms(totals.p95_ms)} detail={totals && "95 % are faster"} />
        <Stat label="p99" value={totals && ms(totals.p99_ms)} detail={totals && "99 % are faster"} />
      </StatRow>
      <Card title="Requests">
        {data ? (
          <Chart
            title="Requests"
            times={points.map(({ start }) => Date.parse(start) / 1000)}
            interval={range.seconds}
            series={[
              { id: "good", label: "Answered", values: points.map((point) => point.requests - point.errors) },
              {
                id: "bad",
                label: "Refused or failed",
                values: points.map((point) => point.errors),
                color: "danger",
              },
            ]}
            onSelect={({ from, to: end }) =>
              router.push(
                requestsHref(
                  { key: key.id, operation: null },
                  { from: new Date(from * 1000).toISOString(), to: new Date(end * 1000).toISOString() },
                ),
              )
            }
          />
        ) : (
          <Skeleton className="h-60 w-full" />
        )}
      </Card>
      <Limit quota={quota.data?.data[0]} />
    </div>
  );
}

/** The running hour against the key's limit, and when it would be used up. */
function Limit({ quota }: { quota: z.infer<typeof Quota> | undefined }) {
  if (!quota) return <Skeleton className="h-24 w-full rounded-lg" />;
  const share = quota.used / quota.limit;
  return (
    <Card title="Limit">
      <Progress
        label="Used this hour"
        value={share}
        detail={`${numbers.format(quota.used)} of ${numbers.format(quota.limit)}`}
        tone={share >= 1 ? "danger" : share >= 0.8 ? "warning" : "accent"}
      />
      <p className="mt-3 text-sm text-muted">
        {quota.remaining === 0
          ? "Used up: further calls are refused until the hour is over."
          : quota.runs_out_at
            ? "At the rate of now it will be used up "
            : `${numbers.format(quota.requests_per_minute)} a minute of late; at that rate it lasts.`}
        {quota.remaining > 0 && quota.runs_out_at && <TimeAgo time={quota.runs_out_at} />} Starts again{" "}
        <TimeAgo time={new Date(quota.reset_at * 1000)} />.
      </p>
    </Card>
  );
}
