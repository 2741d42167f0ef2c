import type { Metadata } from "next";
import { headers } from "next/headers";
import { createLoader, parseAsString, type SearchParams } from "nuqs/server";
import { requirePortalSession } from "#app/session/portal-session.ts";
import { holdsScope } from "#contract/scope.ts";
import { PageBody } from "#ui/page-body.tsx";
import { PageHeader } from "#ui/page-header.tsx";
import { Prefetched } from "../../parts/prefetched.tsx";
import { ConnectorsLocked } from "../connectors-locked.tsx";
import { NewConnector } from "./new-connector.tsx";

/** A link may name the project: `?project=`. */
const loadProject = createLoader({ project: parseAsString });

export const metadata: Metadata = { title: "Add connector" };

export default async function NewConnectorPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { principal } = await requirePortalSession((await headers()).get("x-gatehouse-path") ?? "/connectors/new");
  if (!holdsScope(principal.scopes, "connectors:write"))
    return <ConnectorsLocked organization={principal.orgName} role={principal.role} />;
  const { project } = await loadProject(searchParams);
  return (
    <PageBody>
      <PageHeader
        title="Add connector"
        description={
          principal.livemode
            ? "Its first sync makes a source; every later one keeps that in step."
            : "Its first sync makes a source. In test mode only test keys read it."
        }
        back={{ href: "/connectors", label: "Connectors" }}
      />
      <Prefetched read={(trpc, queries) => [queries.prefetchQuery(trpc.projects.list.queryOptions({ limit: 100 }))]}>
        <NewConnector projectId={project} />
      </Prefetched>
    </PageBody>
  );
}
