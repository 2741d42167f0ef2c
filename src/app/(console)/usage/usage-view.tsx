"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Download } from "lucide-react";
import { useRouter } from "next/navigation";
import { useQueryStates } from "nuqs";
import { QueryProblem } from "#app/forms/query-problem.tsx";
import type { Usage } from "#contract/usage.ts";
import { useTRPC } from "#trpc/client.tsx";
import { Button } from "#ui/button.tsx";
import { Card } from "#ui/card.tsx";
import { PageHeader } from "#ui/page-header.tsx";
import { saveFile } from "#ui/save-file.ts";
import { Segmented } from "#ui/segmented.tsx";
import { Switch } from "#ui/switch.tsx";
import { KeySelect } from "../parts/key-select.tsx";
import { count } from "../parts/numbers.ts";
import { type OperationName, OperationSelect } from "../parts/operation-select.tsx";
import { RangePicker } from "../parts/range-picker.tsx";
import { rangeTimes } from "../parts/time-range.ts";
import { useMinute } from "../parts/use-minute.ts";
import { GroupTable } from "./group-table.tsx";
import { NoUsage } from "./no-usage.tsx";
import { QuotaCard } from "./quota-card.tsx";
import { requestsHref } from "./requests-href.ts";
import { ErrorsChart, LatencyChart, RequestsChart } from "./usage-charts.tsx";
import { usageCsv } from "./usage-csv.ts";
import { type Grouping, usageInputs, usageParsers } from "./usage-search.ts";
import { UsageStats } from "./usage-stats.tsx";

const REFRESH_MS = 15_000;
const groupLabels: Record<Grouping, string> = {
  status: "Status",
  key: "Key",
  operation: "Operation",
  credential_kind: "Credential kind",
};

/** Requests, errors and latencies of a range; every part of it leads to the requests behind it. */
export function UsageView({ minute: rendered, operations }: { minute: number; operations: readonly OperationName[] }) {
  const trpc = useTRPC();
  const router = useRouter();
  const minute = useMinute(rendered);
  const [search, setSearch] = useQueryStates(usageParsers, { history: "push" });
  const inputs = usageInputs(search, minute);
  const shown = rangeTimes(search, "24h", minute);
  const live = { placeholderData: keepPreviousData, refetchInterval: REFRESH_MS };
  const total = useQuery(trpc.usage.read.queryOptions(inputs.total, live));
  const grouped = useQuery(trpc.usage.read.queryOptions(inputs.grouped, live));
  const failed = total.isError ? total : grouped.isError ? grouped : null;

  const openSpan = (span: { from: number; to: number }) => router.push(requestsHref(search, toTimes(span)));
  const save = (usage: Usage) =>
    saveFile(`usage-by-${search.group}-${usage.from.slice(0, 10)}.csv`, usageCsv(usage, search.group), "text/csv");

  return (
    <>
      <PageHeader
        title="Usage"
        description="Every request to the API, counted before it was answered. Times are in UTC."
        actions={
          <Button
            disabled={!grouped.data || grouped.isPlaceholderData}
            onClick={() => grouped.data && save(grouped.data)}
          >
            <Download aria-hidden />
            Download CSV
          </Button>
        }
      />
      <div className="mb-6 flex flex-wrap items-center gap-2">
        <RangePicker range={shown.range} from={shown.from} to={shown.to} onPick={(picked) => void setSearch(picked)} />
        <KeySelect value={search.key} onValueChange={(key) => void setSearch({ key })} className="w-full sm:w-44" />
        <OperationSelect
          operations={operations}
          value={search.operation}
          onValueChange={(operation) => void setSearch({ operation })}
          className="w-full sm:w-44"
        />
        <Switch
          label="Compare with the range before"
          checked={search.compare}
          onCheckedChange={(compare) => void setSearch({ compare })}
          className="lg:ml-auto"
        />
      </div>
      {failed ? (
        <QueryProblem query={failed} />
      ) : total.data?.total_requests === 0 && (total.data.previous?.requests ?? 0) === 0 ? (
        <NoUsage filtered={search.key !== null || search.operation !== null} />
      ) : (
        <div className="flex flex-col gap-6">
          <UsageStats usage={total.data} />
          <Card
            title="Requests"
            action={
              <Segmented
                label="Stack by"
                value={search.group}
                onValueChange={(group) => void setSearch({ group })}
                options={Object.entries(groupLabels).map(([value, label]) => ({ value: value as Grouping, label }))}
              />
            }
          >
            <RequestsChart usage={grouped.data} group={search.group} onSelect={openSpan} />
          </Card>
          <GroupTable usage={grouped.data} group={search.group} label={groupLabels[search.group]} search={search} />
          <div className="grid gap-6 lg:grid-cols-2">
            <Card title="Error rate" description="Answers with a status of 400 and above.">
              <ErrorsChart usage={total.data} onSelect={openSpan} />
            </Card>
            <Card title="Latency" description="How long the answers took, to about 5%.">
              <LatencyChart usage={total.data} onSelect={openSpan} />
            </Card>
          </div>
        </div>
      )}
      <QuotaCard credentialId={search.key} />
      <p aria-live="polite" className="sr-only">
        {total.data && !total.isPlaceholderData ? `${count(total.data.total_requests)} requests in this range` : ""}
      </p>
    </>
  );
}

const toTimes = ({ from, to }: { from: number; to: number }) => ({
  from: new Date(from * 1000).toISOString(),
  to: new Date(to * 1000).toISOString(),
});
