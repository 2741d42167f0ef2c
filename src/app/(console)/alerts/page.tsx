import type { Metadata } from "next";
import type { SearchParams } from "nuqs/server";
import { caller } from "#app/session/caller.ts";
import { PageBody } from "#ui/page-body.tsx";
import { pagesOptions } from "../parts/pages-options.ts";
import { Prefetched } from "../parts/prefetched.tsx";
import { alertsFilters, loadAlertsSearch } from "./alerts-search.ts";
import { AlertsView } from "./alerts-view.tsx";

export const metadata: Metadata = { title: "Alerts" };

export default async function AlertsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const search = await loadAlertsSearch(searchParams);
  const filters = alertsFilters(search);
  const { list } = (await caller()).alerts;
  return (
    <PageBody>
      <Prefetched
        read={(trpc, queries) => [
          search.tab === "alerts"
            ? queries.prefetchInfiniteQuery(pagesOptions(trpc.alerts.list.queryKey(filters), () => list(filters)))
            : queries.prefetchQuery(trpc.alerts.preferences.queryOptions({})),
        ]}
      >
        <AlertsView />
      </Prefetched>
    </PageBody>
  );
}
