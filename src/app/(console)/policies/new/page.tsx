import type { Metadata } from "next";
import type { SearchParams } from "nuqs/server";
import { caller } from "#app/session/caller.ts";
import { requirePortalSession } from "#app/session/portal-session.ts";
import { holdsScope } from "#contract/scope.ts";
import { PageBody } from "#ui/page-body.tsx";
import { PageHeader } from "#ui/page-header.tsx";
import { PoliciesLocked } from "../policies-locked.tsx";
import { PolicyEditor } from "../policy-editor.tsx";

export const metadata: Metadata = { title: "New policy" };

export default async function NewPolicyPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { principal } = await requirePortalSession("/policies/new");
  if (!holdsScope(principal.scopes, "policies:write"))
    return <PoliciesLocked organization={principal.orgName} role={principal.role} />;
  const asked = (await searchParams).source;
  const source = typeof asked === "string" ? await (await caller()).sources.get({ id: asked }).catch(() => null) : null;
  return (
    <PageBody>
      <PageHeader
        back={{ href: "/policies", label: "Policies" }}
        title="New policy"
        description="Policies only take away: of several, what any of them withholds is withheld."
      />
      <PolicyEditor source={source && { id: source.id, name: source.name }} />
    </PageBody>
  );
}
