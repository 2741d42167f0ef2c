import type { Metadata } from "next";
import { headers } from "next/headers";
import { caller } from "#app/session/caller.ts";
import { requirePortalSession } from "#app/session/portal-session.ts";
import { holdsScope } from "#contract/scope.ts";
import { PageBody } from "#ui/page-body.tsx";
import { pagesOptions } from "../parts/pages-options.ts";
import { Prefetched } from "../parts/prefetched.tsx";
import { webhooksInput } from "./purpose.ts";
import { WebhookList } from "./webhook-list.tsx";
import { WebhooksLocked } from "./webhooks-locked.tsx";

export const metadata: Metadata = { title: "Webhooks" };

export default async function WebhooksPage() {
  const { principal } = await requirePortalSession((await headers()).get("x-gatehouse-path") ?? "/webhooks");
  if (!holdsScope(principal.scopes, "organizations:write"))
    return <WebhooksLocked organization={principal.orgName} role={principal.role} />;
  const { list } = (await caller()).webhooks;
  return (
    <PageBody>
      <Prefetched
        read={(trpc, queries) => [
          queries.prefetchInfiniteQuery(
            pagesOptions(trpc.webhooks.list.queryKey(webhooksInput), () => list(webhooksInput)),
          ),
        ]}
      >
        <WebhookList />
      </Prefetched>
    </PageBody>
  );
}
