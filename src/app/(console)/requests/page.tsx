import type { Metadata } from "next";
import type { SearchParams } from "nuqs/server";
import { caller } from "#app/session/caller.ts";
import { PageBody } from "#ui/page-body.tsx";
import { operationNames } from "../parts/operation-names.ts";
import { pagesOptions } from "../parts/pages-options.ts";
import { Prefetched } from "../parts/prefetched.tsx";
import { rangeTimes, thisMinute } from "../parts/time-range.ts";
import { loadRequestsSearch, logFilters } from "./requests-search.ts";
import { RequestsView } from "./requests-view.tsx";

export const metadata: Metadata = { title: "Requests" };

export default async function RequestsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const search = await loadRequestsSearch(searchParams);
  const minute = thisMinute(Date.now());
  const filters = logFilters(search, minute);
  const { list } = (await caller()).requests;
  const { from, to } = rangeTimes(search, "24h", minute);
  return (
    <PageBody>
      <Prefetched
        read={(trpc, queries) => [
          search.view === "errors"
            ? queries.prefetchQuery(trpc.requests.errors.queryOptions({ from, to }))
            : queries.prefetchInfiniteQuery(pagesOptions(trpc.requests.list.queryKey(filters), () => list(filters))),
        ]}
      >
        <RequestsView minute={minute} operations={operationNames()} />
      </Prefetched>
    </PageBody>
  );
}
