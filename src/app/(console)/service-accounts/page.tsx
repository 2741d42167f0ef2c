import { Lock } from "lucide-react";
import type { Metadata } from "next";
import { caller } from "#app/session/caller.ts";
import { requirePortalSession } from "#app/session/portal-session.ts";
import { holdsScope } from "#contract/scope.ts";
import { PageBody } from "#ui/page-body.tsx";
import { ForAdmins } from "../members/for-admins.tsx";
import { pagesOptions } from "../parts/pages-options.ts";
import { Prefetched } from "../parts/prefetched.tsx";
import { accountsInput } from "./accounts-input.ts";
import { AccountsView } from "./accounts-view.tsx";

export const metadata: Metadata = { title: "Service accounts" };

export default async function ServiceAccountsPage() {
  const { principal } = await requirePortalSession("/service-accounts");
  if (!holdsScope(principal.scopes, "users:read"))
    return (
      <ForAdmins
        icon={<Lock />}
        title="Service accounts"
        what="Which accounts own keys besides people"
        role={principal.role}
        organization={principal.orgName}
      />
    );
  const { serviceAccounts } = await caller();
  return (
    <PageBody>
      <Prefetched
        read={(trpc, queries) => [
          queries.prefetchInfiniteQuery(
            pagesOptions(trpc.serviceAccounts.list.queryKey(accountsInput), () => serviceAccounts.list(accountsInput)),
          ),
        ]}
      >
        <AccountsView myRole={principal.role} mayWrite={holdsScope(principal.scopes, "users:write")} />
      </Prefetched>
    </PageBody>
  );
}
