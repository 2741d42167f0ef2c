import { Link2 } from "lucide-react";
import type { Metadata } from "next";
import { headers } from "next/headers";
import type { SearchParams } from "nuqs/server";
import { caller } from "#app/session/caller.ts";
import { requirePortalSession } from "#app/session/portal-session.ts";
import { holdsScope } from "#contract/scope.ts";
import { EmptyState } from "#ui/empty-state.tsx";
import { PageBody } from "#ui/page-body.tsx";
import { PageHeader } from "#ui/page-header.tsx";
import { pagesOptions } from "../parts/pages-options.ts";
import { Prefetched } from "../parts/prefetched.tsx";
import { linksInput, loadLinksSearch } from "./links-search.ts";
import { ShareLinksView } from "./share-links-view.tsx";

export const metadata: Metadata = { title: "Share links" };

export default async function ShareLinksPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { principal } = await requirePortalSession((await headers()).get("x-gatehouse-path") ?? "/share-links");
  if (!holdsScope(principal.scopes, "sharing:read"))
    return (
      <PageBody>
        <PageHeader title="Share links" />
        <EmptyState
          icon={<Link2 />}
          title="Only for those who may share"
          description={`Editors, admins and owners of ${principal.orgName} share by link. Your role there is ${principal.role}.`}
        />
      </PageBody>
    );
  const input = linksInput(await loadLinksSearch(searchParams));
  const { shareLinks } = await caller();
  return (
    <PageBody>
      <Prefetched
        read={(trpc, queries) => [
          queries.prefetchInfiniteQuery(
            pagesOptions(trpc.shareLinks.list.queryKey(input), () => shareLinks.list(input)),
          ),
        ]}
      >
        <ShareLinksView />
      </Prefetched>
    </PageBody>
  );
}
