import { Lock } from "lucide-react";
import type { Metadata } from "next";
import { headers } from "next/headers";
import { createLoader, parseAsString, type SearchParams } from "nuqs/server";
import { requirePortalSession } from "#app/session/portal-session.ts";
import { holdsScope } from "#contract/scope.ts";
import { EmptyState } from "#ui/empty-state.tsx";
import { LinkButton } from "#ui/link-button.tsx";
import { PageBody } from "#ui/page-body.tsx";
import { PageHeader } from "#ui/page-header.tsx";
import { NewSource } from "./new-source.tsx";

/** A link may name the project: `?project=`. */
const loadProject = createLoader({ project: parseAsString });
const askedProject = async (search: Promise<SearchParams>) => (await loadProject(search)).project;

export const metadata: Metadata = { title: "Add source" };

export default async function NewSourcePage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { principal } = await requirePortalSession((await headers()).get("x-gatehouse-path") ?? "/sources/new");
  const canWrite = holdsScope(principal.scopes, "data:write");
  return (
    <PageBody>
      <PageHeader
        title="Add source"
        description={
          principal.livemode
            ? "Upload a file, review its columns, import it."
            : "Upload a file, review its columns, import it. In test mode only test keys read it."
        }
        back={{ href: "/sources", label: "Sources" }}
      />
      {canWrite ? (
        <NewSource projectId={await askedProject(searchParams)} />
      ) : (
        <EmptyState
          icon={<Lock />}
          title="Your role does not add sources"
          description={`Adding one needs data:write, which the role ${principal.role} does not include. Ask an editor, admin or owner of ${principal.orgName}.`}
          action={<LinkButton href="/sources">Back to sources</LinkButton>}
        />
      )}
    </PageBody>
  );
}
