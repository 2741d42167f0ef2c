import type { Metadata } from "next";
import { caller } from "#app/session/caller.ts";
import { found } from "#app/session/found.ts";
import { requirePortalSession } from "#app/session/portal-session.ts";
import { holdsScope } from "#contract/scope.ts";
import { PageBody } from "#ui/page-body.tsx";
import { pagesOptions } from "../../parts/pages-options.ts";
import { Prefetched } from "../../parts/prefetched.tsx";
import { ConnectorsLocked } from "../connectors-locked.tsx";
import { ConnectorPage } from "./connector-page.tsx";
import { syncsInput } from "./connector-search.ts";

type Props = { params: Promise<{ id: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { id } = await params;
  const { principal } = await requirePortalSession(`/connectors/${encodeURIComponent(id)}`);
  if (!holdsScope(principal.scopes, "connectors:read")) return { title: "Connectors" };
  return { title: (await found((await caller()).connectors.get({ id }))).name };
}

export default async function ConnectorPageOnServer({ params }: Props) {
  const { id } = await params;
  const { principal } = await requirePortalSession(`/connectors/${encodeURIComponent(id)}`);
  if (!holdsScope(principal.scopes, "connectors:read"))
    return <ConnectorsLocked organization={principal.orgName} role={principal.role} />;
  const { get, syncs } = (await caller()).connectors;
  const connector = await found(get({ id }));
  const input = syncsInput(id);
  return (
    <PageBody>
      <Prefetched
        read={(trpc, queries) => [
          queries.prefetchInfiniteQuery(pagesOptions(trpc.connectors.syncs.queryKey(input), () => syncs(input))),
        ]}
      >
        <ConnectorPage first={connector} mayWrite={holdsScope(principal.scopes, "connectors:write")} />
      </Prefetched>
    </PageBody>
  );
}
