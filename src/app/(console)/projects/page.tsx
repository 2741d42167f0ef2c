import type { Metadata } from "next";
import { caller } from "#app/session/caller.ts";
import { requirePortalSession } from "#app/session/portal-session.ts";
import { holdsScope } from "#contract/scope.ts";
import { PageBody } from "#ui/page-body.tsx";
import { pagesOptions } from "../parts/pages-options.ts";
import { Prefetched } from "../parts/prefetched.tsx";
import { projectsInput } from "./projects-input.ts";
import { ProjectsView } from "./projects-view.tsx";

export const metadata: Metadata = { title: "Projects" };

export default async function ProjectsPage() {
  const { principal } = await requirePortalSession("/projects");
  const { projects } = await caller();
  return (
    <PageBody>
      <Prefetched
        read={(trpc, queries) => [
          queries.prefetchInfiniteQuery(
            pagesOptions(trpc.projects.list.queryKey(projectsInput), () => projects.list(projectsInput)),
          ),
        ]}
      >
        <ProjectsView mayWrite={holdsScope(principal.scopes, "projects:write")} />
      </Prefetched>
    </PageBody>
  );
}
