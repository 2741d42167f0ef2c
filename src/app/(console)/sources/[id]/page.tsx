import type { Metadata } from "next";
import { headers } from "next/headers";
import type { SearchParams } from "nuqs/server";
import { caller } from "#app/session/caller.ts";
import { requirePortalSession } from "#app/session/portal-session.ts";
import { holdsScope } from "#contract/scope.ts";
import { runtime } from "#core/runtime.ts";
import { PageBody } from "#ui/page-body.tsx";
import { plainParam } from "../../parts/plain-param.ts";
import { Prefetched } from "../../parts/prefetched.tsx";
import { sharingOffer } from "../../share-links/sharing-offer.ts";
import { loadSourceSearch, rowsInput } from "./source-search.ts";
import { SourceView } from "./source-view.tsx";

type Props = { params: Promise<{ id: string }>; searchParams: Promise<SearchParams> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const id = plainParam((await params).id);
  const found = await (await caller()).sources.get({ id }).catch(() => null);
  return { title: found?.name ?? "Source" };
}

export default async function SourcePage({ params, searchParams }: Props) {
  const id = plainParam((await params).id);
  const { principal } = await requirePortalSession((await headers()).get("x-gatehouse-path") ?? `/sources/${id}`);
  const search = await loadSourceSearch(searchParams);
  return (
    <PageBody>
      <Prefetched
        read={(trpc, queries) => [
          queries.prefetchQuery(trpc.sources.get.queryOptions({ id })),
          ...(search.tab === "rows" && search.as === ""
            ? [queries.prefetchQuery(trpc.sources.rows.queryOptions(rowsInput(id, search)))]
            : []),
        ]}
      >
        <SourceView
          id={id}
          canWrite={holdsScope(principal.scopes, "data:write")}
          seesConnectors={holdsScope(principal.scopes, "connectors:read")}
          role={principal.role}
          organizationId={principal.orgId}
          publicUrl={runtime().config.publicUrl}
          sharing={sharingOffer(principal)}
          mayViewAs={holdsScope(principal.scopes, "policies:read")}
        />
      </Prefetched>
    </PageBody>
  );
}
