import type { Metadata } from "next";
import { caller } from "#app/session/caller.ts";
import { runtime } from "#core/runtime.ts";
import { PageBody } from "#ui/page-body.tsx";
import { plainParam } from "../../parts/plain-param.ts";
import { Prefetched } from "../../parts/prefetched.tsx";
import { RequestView } from "./request-view.tsx";

type Props = { params: Promise<{ id: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const request_id = plainParam((await params).id);
  const found = await (await caller()).requests.get({ request_id }).catch(() => null);
  return { title: found ? `${found.status} ${found.method} ${found.operation ?? "request"}` : "Request" };
}

export default async function RequestPage({ params }: Props) {
  const requestId = plainParam((await params).id);
  return (
    <PageBody>
      <Prefetched
        read={(trpc, queries) => [queries.prefetchQuery(trpc.requests.get.queryOptions({ request_id: requestId }))]}
      >
        <RequestView requestId={requestId} publicUrl={runtime().config.publicUrl} />
      </Prefetched>
    </PageBody>
  );
}
