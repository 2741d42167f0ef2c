import type { Metadata } from "next";
import { headers } from "next/headers";
import type { SearchParams } from "nuqs/server";
import { caller } from "#app/session/caller.ts";
import { requirePortalSession } from "#app/session/portal-session.ts";
import { holdsScope } from "#contract/scope.ts";
import { PageBody } from "#ui/page-body.tsx";
import { pagesOptions } from "../parts/pages-options.ts";
import { Prefetched } from "../parts/prefetched.tsx";
import { dashboardsInput, loadDashboardsSearch } from "./dashboards-search.ts";
import { DashboardsView } from "./dashboards-view.tsx";

export const metadata: Metadata = { title: "Dashboards" };

export default async function DashboardsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { principal } = await requirePortalSession((await headers()).get("x-gatehouse-path") ?? "/dashboards");
  const input = dashboardsInput(await loadDashboardsSearch(searchParams));
  const { dashboards, projects } = await caller();
  return (
    <PageBody>
      <Prefetched
        read={(trpc, queries) => [
          queries.prefetchInfiniteQuery(
            pagesOptions(trpc.dashboards.list.queryKey(input), () => dashboards.list(input)),
          ),
          queries.prefetchQuery({
            queryKey: trpc.projects.list.queryKey({ limit: 100 }),
            queryFn: () => projects.list({ limit: 100 }),
          }),
        ]}
      >
        <DashboardsView mayWrite={holdsScope(principal.scopes, "dashboards:write")} role={principal.role} />
      </Prefetched>
    </PageBody>
  );
}
