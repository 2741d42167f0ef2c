import type { Metadata } from "next";
import { headers } from "next/headers";
import { caller } from "#app/session/caller.ts";
import { requirePortalSession } from "#app/session/portal-session.ts";
import { holdsScope } from "#contract/scope.ts";
import { PageBody } from "#ui/page-body.tsx";
import { pagesOptions } from "../parts/pages-options.ts";
import { Prefetched } from "../parts/prefetched.tsx";
import { PoliciesLocked } from "./policies-locked.tsx";
import { PolicyList } from "./policy-list.tsx";
import { policiesInput } from "./purpose.ts";

export const metadata: Metadata = { title: "Policies" };

export default async function PoliciesPage() {
  const { principal } = await requirePortalSession((await headers()).get("x-gatehouse-path") ?? "/policies");
  if (!holdsScope(principal.scopes, "policies:read"))
    return <PoliciesLocked organization={principal.orgName} role={principal.role} />;
  const { list } = (await caller()).policies;
  return (
    <PageBody>
      <Prefetched
        read={(trpc, queries) => [
          queries.prefetchInfiniteQuery(
            pagesOptions(trpc.policies.list.queryKey(policiesInput), (cursor) => list({ ...policiesInput, cursor })),
          ),
        ]}
      >
        <PolicyList canWrite={holdsScope(principal.scopes, "policies:write")} />
      </Prefetched>
    </PageBody>
  );
}
