import type { Metadata } from "next";
import { headers } from "next/headers";
import type { SearchParams } from "nuqs/server";
import { caller } from "#app/session/caller.ts";
import { requirePortalSession } from "#app/session/portal-session.ts";
import { holdsScope } from "#contract/scope.ts";
import { PageBody } from "#ui/page-body.tsx";
import { pagesOptions } from "../parts/pages-options.ts";
import { Prefetched } from "../parts/prefetched.tsx";
import { filesInput, loadFilesSearch } from "./files-search.ts";
import { FilesView } from "./files-view.tsx";

export const metadata: Metadata = { title: "Files" };

export default async function FilesPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { principal } = await requirePortalSession((await headers()).get("x-gatehouse-path") ?? "/files");
  const input = filesInput(await loadFilesSearch(searchParams));
  const { list } = (await caller()).files;
  return (
    <PageBody>
      <Prefetched
        read={(trpc, queries) => [
          queries.prefetchInfiniteQuery(pagesOptions(trpc.files.list.queryKey(input), () => list(input))),
          queries.prefetchQuery(trpc.files.room.queryOptions({})),
          queries.prefetchQuery(trpc.projects.list.queryOptions({ limit: 100 })),
        ]}
      >
        <FilesView canWrite={holdsScope(principal.scopes, "data:write")} role={principal.role} />
      </Prefetched>
    </PageBody>
  );
}
