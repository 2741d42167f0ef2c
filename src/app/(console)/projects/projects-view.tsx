"use client";

import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { FolderPlus } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { QueryProblem } from "#app/forms/query-problem.tsx";
import { useTRPC, useTRPCClient } from "#trpc/client.tsx";
import { Button } from "#ui/button.tsx";
import { DataTable } from "#ui/data-table.tsx";
import { Dialog } from "#ui/dialog.tsx";
import { PageHeader } from "#ui/page-header.tsx";
import { LoadMore } from "../parts/load-more.tsx";
import { pagesOptions } from "../parts/pages-options.ts";
import { projectColumns } from "./project-columns.tsx";
import { ProjectForm } from "./project-form.tsx";
import { projectsInput } from "./projects-input.ts";

const empty = { name: "", description: "" };

/** The projects that the reader is in; the default one is always there. */
export function ProjectsView({ mayWrite }: { mayWrite: boolean }) {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const queryClient = useQueryClient();
  const router = useRouter();
  const [making, setMaking] = useState(false);
  const list = useInfiniteQuery(
    pagesOptions(trpc.projects.list.queryKey(projectsInput), (cursor) =>
      client.projects.list.query({ ...projectsInput, cursor }),
    ),
  );
  const rows = list.data?.pages.flatMap((page) => page.data);
  return (
    <>
      <PageHeader
        title="Projects"
        description="Spaces with members of their own. What is in one does not exist for those who are not."
        actions={
          mayWrite && (
            <Button variant="primary" onClick={() => setMaking(true)}>
              <FolderPlus aria-hidden />
              New project
            </Button>
          )
        }
      />
      <DataTable
        caption="Projects"
        columns={projectColumns}
        rows={rows}
        rowKey={({ id }) => id}
        skeletonRows={3}
        problem={list.isError && !list.data && <QueryProblem query={list} />}
      />
      <LoadMore list={list} />
      <Dialog
        open={making}
        onOpenChange={setMaking}
        title="New project"
        description="Owners and admins are in it anyway. You decide who else is."
      >
        <ProjectForm
          values={empty}
          verb="Create project"
          cancel={<Button onClick={() => setMaking(false)}>Cancel</Button>}
          onSave={async (given) => {
            const { id } = await client.projects.create.mutate(given);
            router.push(`/projects/${id}`);
            await queryClient.invalidateQueries(trpc.projects.list.pathFilter());
          }}
        />
      </Dialog>
    </>
  );
}
