import type { Metadata } from "next";
import { headers } from "next/headers";
import type { SearchParams } from "nuqs/server";
import { caller } from "#app/session/caller.ts";
import { requirePortalSession } from "#app/session/portal-session.ts";
import { holdsScope } from "#contract/scope.ts";
import { PageBody } from "#ui/page-body.tsx";
import { pagesOptions } from "../parts/pages-options.ts";
import { Prefetched } from "../parts/prefetched.tsx";
import { loadSourcesSearch, sourcesInput } from "./sources-search.ts";
import { SourcesView } from "./sources-view.tsx";

export const metadata: Metadata = { title: "Sources" };

export default async function SourcesPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { principal } = await requirePortalSession((await headers()).get("x-gatehouse-path") ?? "/sources");
  const input = sourcesInput(await loadSourcesSearch(searchParams));
  const { list } = (await caller()).sources;
  return (
    <PageBody>
      <Prefetched
        read={(trpc, queries) => [
          queries.prefetchInfiniteQuery(pagesOptions(trpc.sources.list.queryKey(input), () => list(input))),
        ]}
      >
        <SourcesView canWrite={holdsScope(principal.scopes, "data:write")} role={principal.role} />
      </Prefetched>
    </PageBody>
  );
}
