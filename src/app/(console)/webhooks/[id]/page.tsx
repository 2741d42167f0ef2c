import type { Metadata } from "next";
import { createLoader } from "nuqs/server";
import { caller } from "#app/session/caller.ts";
import { found } from "#app/session/found.ts";
import { requirePortalSession } from "#app/session/portal-session.ts";
import { holdsScope } from "#contract/scope.ts";
import { PageBody } from "#ui/page-body.tsx";
import { pagesOptions } from "../../parts/pages-options.ts";
import { Prefetched } from "../../parts/prefetched.tsx";
import { WebhooksLocked } from "../webhooks-locked.tsx";
import { WebhookPage } from "./webhook-page.tsx";
import { deliveriesInput, webhookParsers } from "./webhook-search.ts";

type Props = { params: Promise<{ id: string }>; searchParams: Promise<Record<string, string | string[] | undefined>> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { id } = await params;
  const { principal } = await requirePortalSession(`/webhooks/${encodeURIComponent(id)}`);
  if (!holdsScope(principal.scopes, "organizations:write")) return { title: "Webhooks" };
  const { url } = await found((await caller()).webhooks.get({ id }));
  return { title: new URL(url).host };
}

export default async function WebhookPageOnServer({ params, searchParams }: Props) {
  const { id } = await params;
  const { principal } = await requirePortalSession(`/webhooks/${encodeURIComponent(id)}`);
  if (!holdsScope(principal.scopes, "organizations:write"))
    return <WebhooksLocked organization={principal.orgName} role={principal.role} />;
  const { get, deliveries } = (await caller()).webhooks;
  const webhook = await found(get({ id }));
  const input = deliveriesInput(id, await createLoader(webhookParsers)(searchParams));
  return (
    <PageBody>
      <Prefetched
        read={(trpc, queries) => [
          queries.prefetchInfiniteQuery(
            pagesOptions(trpc.webhooks.deliveries.queryKey(input), () => deliveries(input)),
          ),
        ]}
      >
        <WebhookPage first={webhook} />
      </Prefetched>
    </PageBody>
  );
}
