import { Lock } from "lucide-react";
import type { Metadata } from "next";
import { headers } from "next/headers";
import type { SearchParams } from "nuqs/server";
import { caller } from "#app/session/caller.ts";
import { requirePortalSession } from "#app/session/portal-session.ts";
import { holdsScope } from "#contract/scope.ts";
import { EmptyState } from "#ui/empty-state.tsx";
import { LinkButton } from "#ui/link-button.tsx";
import { PageBody } from "#ui/page-body.tsx";
import { PageHeader } from "#ui/page-header.tsx";
import { pagesOptions } from "../parts/pages-options.ts";
import { Prefetched } from "../parts/prefetched.tsx";
import { thisMinute } from "../parts/time-range.ts";
import { auditFilters, loadAuditSearch } from "./audit-search.ts";
import { AuditView } from "./audit-view.tsx";

export const metadata: Metadata = { title: "Audit" };

export default async function AuditPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { principal } = await requirePortalSession((await headers()).get("x-gatehouse-path") ?? "/audit");
  if (!holdsScope(principal.scopes, "audit:read"))
    return (
      <PageBody>
        <PageHeader title="Audit" description="Who did what to what, when, with which credential, and from where." />
        <EmptyState
          icon={<Lock />}
          title="The audit log is for owners and admins"
          description={`Your role in ${principal.orgName} is ${principal.role}. It does not include audit:read. Ask an owner or admin if you need to see an event, or to change your role.`}
          action={<LinkButton href="/requests">See your own requests</LinkButton>}
        />
      </PageBody>
    );
  const search = await loadAuditSearch(searchParams);
  const minute = thisMinute(Date.now());
  const filters = auditFilters(search, minute);
  const { list } = (await caller()).audit;
  return (
    <PageBody>
      <Prefetched
        read={(trpc, queries) => [
          queries.prefetchInfiniteQuery(pagesOptions(trpc.audit.list.queryKey(filters), () => list(filters))),
        ]}
      >
        <AuditView minute={minute} />
      </Prefetched>
    </PageBody>
  );
}
