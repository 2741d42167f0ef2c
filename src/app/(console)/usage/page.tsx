import type { Metadata } from "next";
import type { SearchParams } from "nuqs/server";
import { PageBody } from "#ui/page-body.tsx";
import { operationNames } from "../parts/operation-names.ts";
import { Prefetched } from "../parts/prefetched.tsx";
import { thisMinute } from "../parts/time-range.ts";
import { loadUsageSearch, usageInputs } from "./usage-search.ts";
import { UsageView } from "./usage-view.tsx";

export const metadata: Metadata = { title: "Usage" };

export default async function UsagePage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const search = await loadUsageSearch(searchParams);
  const minute = thisMinute(Date.now());
  const { total, grouped } = usageInputs(search, minute);
  return (
    <PageBody>
      <Prefetched
        read={(trpc, queries) => [
          queries.prefetchQuery(trpc.usage.read.queryOptions(total)),
          queries.prefetchQuery(trpc.usage.read.queryOptions(grouped)),
          queries.prefetchQuery(trpc.keys.quota.queryOptions(search.key ? { credential_id: search.key } : {})),
        ]}
      >
        <UsageView minute={minute} operations={operationNames()} />
      </Prefetched>
    </PageBody>
  );
}
