import type { Metadata } from "next";
import { headers } from "next/headers";
import { caller } from "#app/session/caller.ts";
import { requirePortalSession } from "#app/session/portal-session.ts";
import { holdsScope } from "#contract/scope.ts";
import { PageBody } from "#ui/page-body.tsx";
import { pagesOptions } from "../parts/pages-options.ts";
import { Prefetched } from "../parts/prefetched.tsx";
import { ConnectorList } from "./connector-list.tsx";
import { connectorsInput } from "./connector-words.ts";
import { ConnectorsLocked } from "./connectors-locked.tsx";

export const metadata: Metadata = { title: "Connectors" };

export default async function ConnectorsPage() {
  const { principal } = await requirePortalSession((await headers()).get("x-gatehouse-path") ?? "/connectors");
  if (!holdsScope(principal.scopes, "connectors:read"))
    return <ConnectorsLocked organization={principal.orgName} role={principal.role} />;
  const { list } = (await caller()).connectors;
  return (
    <PageBody>
      <Prefetched
        read={(trpc, queries) => [
          queries.prefetchInfiniteQuery(
            pagesOptions(trpc.connectors.list.queryKey(connectorsInput), () => list(connectorsInput)),
          ),
        ]}
      >
        <ConnectorList mayWrite={holdsScope(principal.scopes, "connectors:write")} />
      </Prefetched>
    </PageBody>
  );
}
