import type { Metadata } from "next";
import { caller } from "#app/session/caller.ts";
import { requirePortalSession } from "#app/session/portal-session.ts";
import { seesEverybody } from "#contract/role.ts";
import { PageBody } from "#ui/page-body.tsx";
import { pagesOptions } from "../parts/pages-options.ts";
import { Prefetched } from "../parts/prefetched.tsx";
import { tokensInput } from "./tokens-input.ts";
import { TokensView } from "./tokens-view.tsx";

export const metadata: Metadata = { title: "Tokens" };

export default async function TokensPage() {
  const { principal } = await requirePortalSession("/tokens");
  const { tokens } = await caller();
  return (
    <PageBody>
      <Prefetched
        read={(trpc, queries) => [
          queries.prefetchInfiniteQuery(
            pagesOptions(trpc.tokens.list.queryKey(tokensInput), () => tokens.list(tokensInput)),
          ),
          queries.prefetchInfiniteQuery(
            pagesOptions(trpc.tokens.listPrivate.queryKey(tokensInput), () => tokens.listPrivate(tokensInput)),
          ),
        ]}
      >
        <TokensView mayCreate={principal.settings.key_creation_enabled} seesEverybody={seesEverybody(principal.role)} />
      </Prefetched>
    </PageBody>
  );
}
