import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { requirePortalSession } from "#app/session/portal-session.ts";
import { holdsScope } from "#contract/scope.ts";
import { runtime } from "#core/runtime.ts";
import { PageBody } from "#ui/page-body.tsx";
import { callSnippets } from "../credentials/call-snippets.ts";
import { Onboarding } from "./onboarding.tsx";

export const metadata: Metadata = { title: "First call" };

export default async function OnboardingPage() {
  const { principal, onboarded } = await requirePortalSession("/onboarding");
  // Whoever joins an organization that stands already has nothing to set up.
  const nothingToDo = onboarded || !holdsScope(principal.scopes, "organizations:write");
  if (nothingToDo || !principal.settings.key_creation_enabled) redirect("/keys");
  const { publicUrl } = runtime().config;
  const snippets = await callSnippets(publicUrl);
  return (
    <PageBody narrow>
      <Onboarding
        organization={{ id: principal.orgId, name: principal.orgName }}
        publicUrl={publicUrl}
        snippets={snippets.filter(({ label }) => label !== "HTTPie")}
      />
    </PageBody>
  );
}
