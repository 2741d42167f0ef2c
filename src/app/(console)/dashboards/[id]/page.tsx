import type { Metadata } from "next";
import { headers } from "next/headers";
import { caller } from "#app/session/caller.ts";
import { found } from "#app/session/found.ts";
import { requirePortalSession } from "#app/session/portal-session.ts";
import { holdsScope } from "#contract/scope.ts";
import { runtime } from "#core/runtime.ts";
import { PageBody } from "#ui/page-body.tsx";
import { plainParam } from "../../parts/plain-param.ts";
import { Prefetched } from "../../parts/prefetched.tsx";
import { sharingOffer } from "../../share-links/sharing-offer.ts";
import { DashboardPage } from "./dashboard-page.tsx";

type Props = { params: Promise<{ id: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const id = plainParam((await params).id);
  const dashboard = await (await caller()).dashboards.get({ id }).catch(() => null);
  return { title: dashboard?.name ?? "Dashboard" };
}

export default async function DashboardPageOnServer({ params }: Props) {
  const id = plainParam((await params).id);
  const { principal } = await requirePortalSession((await headers()).get("x-gatehouse-path") ?? `/dashboards/${id}`);
  const { dashboards } = await caller();
  const dashboard = await found(dashboards.get({ id }));
  return (
    <PageBody>
      <Prefetched
        read={(trpc, queries) => [
          queries.prefetchQuery({ queryKey: trpc.dashboards.get.queryKey({ id }), queryFn: () => dashboard }),
          queries.prefetchQuery(trpc.projects.get.queryOptions({ id: dashboard.project_id })),
        ]}
      >
        <DashboardPage
          first={dashboard}
          mayWrite={holdsScope(principal.scopes, "dashboards:write")}
          organizationId={principal.orgId}
          publicUrl={runtime().config.publicUrl}
          sharing={sharingOffer(principal)}
        />
      </Prefetched>
    </PageBody>
  );
}
