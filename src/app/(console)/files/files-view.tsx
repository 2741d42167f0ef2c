"use client";

import { useQuery } from "@tanstack/react-query";
import { useQueryStates } from "nuqs";
import { useTRPC } from "#trpc/client.tsx";
import { PageHeader } from "#ui/page-header.tsx";
import { Select } from "#ui/select.tsx";
import { FilesPanel } from "./files-panel.tsx";
import { filesParsers } from "./files-search.ts";
import { filesPurpose } from "./purpose.ts";

const ANY = "any";

/** All files of the mode that the reader may see. */
export function FilesView({ canWrite, role }: { canWrite: boolean; role: string }) {
  const trpc = useTRPC();
  const [{ project }, setSearch] = useQueryStates(filesParsers, { history: "push" });
  const { data: projects } = useQuery(trpc.projects.list.queryOptions({ limit: 100 }));
  const chosen = projects?.data.find(({ id }) => id === project);
  return (
    <FilesPanel
      projectId={project}
      {...(projects &&
        projects.data.length > 1 &&
        project === null && { projects: new Map(projects.data.map(({ id, name }) => [id, name])) })}
      canWrite={canWrite && chosen?.role !== "viewer"}
      why={`Uploading needs data:write, which the role ${role} does not include: ask an editor, admin or owner.`}
      header={(upload) => <PageHeader title="Files" description={filesPurpose} actions={upload} />}
      filter={
        projects &&
        projects.data.length > 1 && (
          <Select
            label="Project"
            value={project ?? ANY}
            onValueChange={(next) => void setSearch({ project: next === ANY ? null : next })}
            options={[
              { value: ANY, label: "All projects" },
              ...projects.data.map(({ id, name }) => ({ value: id, label: name })),
            ]}
            className="w-full sm:w-44"
          />
        )
      }
    />
  );
}
