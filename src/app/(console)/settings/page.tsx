import type { Metadata } from "next";
import { requirePortalSession } from "#app/session/portal-session.ts";
import { holdsScope } from "#contract/scope.ts";
import { PageBody } from "#ui/page-body.tsx";
import { Prefetched } from "../parts/prefetched.tsx";
import { SettingsView } from "./settings-view.tsx";

export const metadata: Metadata = { title: "Settings" };

export default async function SettingsPage() {
  const { principal } = await requirePortalSession("/settings");
  const { orgId, orgName, role, scopes } = principal;
  return (
    <PageBody narrow>
      <Prefetched read={(trpc, queries) => [queries.prefetchQuery(trpc.settings.get.queryOptions({ id: orgId }))]}>
        <SettingsView
          organization={{ id: orgId, name: orgName }}
          me={{ id: principal.user.id, name: principal.user.name }}
          role={role}
          mayWrite={holdsScope(scopes, "organizations:write")}
        />
      </Prefetched>
    </PageBody>
  );
}
