import type { Metadata } from "next";
import { caller } from "#app/session/caller.ts";
import { found } from "#app/session/found.ts";
import { requirePortalSession } from "#app/session/portal-session.ts";
import { holdsScope } from "#contract/scope.ts";
import { PageBody } from "#ui/page-body.tsx";
import { PoliciesLocked } from "../policies-locked.tsx";
import { PolicyPage } from "./policy-page.tsx";

type Props = { params: Promise<{ id: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { id } = await params;
  const { principal } = await requirePortalSession(`/policies/${encodeURIComponent(id)}`);
  if (!holdsScope(principal.scopes, "policies:write")) return { title: "Policies" };
  return { title: (await found((await caller()).policies.get({ id }))).name };
}

export default async function PolicyPageOnServer({ params }: Props) {
  const { id } = await params;
  const { principal } = await requirePortalSession(`/policies/${encodeURIComponent(id)}`);
  if (!holdsScope(principal.scopes, "policies:write"))
    return <PoliciesLocked organization={principal.orgName} role={principal.role} />;
  const policy = await found((await caller()).policies.get({ id }));
  return (
    <PageBody>
      <PolicyPage first={policy} />
    </PageBody>
  );
}
