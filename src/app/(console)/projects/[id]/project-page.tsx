"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Database, Plus } from "lucide-react";
import { useRouter } from "next/navigation";
import { parseAsStringLiteral, useQueryState } from "nuqs";
import { toast } from "sonner";
import { asError } from "#app/forms/as-error.ts";
import { QueryProblem } from "#app/forms/query-problem.tsx";
import type { Project } from "#contract/project.ts";
import { useTRPC, useTRPCClient } from "#trpc/client.tsx";
import { Badge } from "#ui/badge.tsx";
import { Button } from "#ui/button.tsx";
import { Card } from "#ui/card.tsx";
import { ConfirmDialog } from "#ui/confirm-dialog.tsx";
import { EmptyState } from "#ui/empty-state.tsx";
import { LinkButton } from "#ui/link-button.tsx";
import { PageHeader } from "#ui/page-header.tsx";
import { Tabs } from "#ui/tabs.tsx";
import { TextLink } from "#ui/text-link.tsx";
import type { ExpiryOffer } from "../../credentials/expiry-field.tsx";
import { FilesPanel } from "../../files/files-panel.tsx";
import { ShareButton } from "../../share-links/share-button.tsx";
import { SourceTable } from "../../sources/source-table.tsx";
import { ProjectForm } from "../project-form.tsx";
import { ProjectDashboards } from "./project-dashboards.tsx";
import { ProjectMembers } from "./project-members.tsx";

const tabs = ["sources", "dashboards", "files", "members", "settings"] as const;

/** One project: what is in it, and who. */
export function ProjectPage({
  first,
  mayManage,
  mayUpload,
  mayRead,
  sharing,
}: {
  first: Project;
  mayManage: boolean;
  mayUpload: boolean;
  mayRead: boolean;
  sharing: ExpiryOffer | null;
}) {
  const trpc = useTRPC();
  const [tab, setTab] = useQueryState("tab", parseAsStringLiteral(tabs).withDefault("sources"));
  const { data: project } = useQuery(trpc.projects.get.queryOptions({ id: first.id }, { initialData: first }));
  const isAdmin = mayManage && project.role === "admin";
  const writes = mayUpload && project.role !== "viewer";
  const shown = tab === "settings" && !isAdmin ? "sources" : tab;
  return (
    <>
      <PageHeader
        title={project.name}
        back={{ href: "/projects", label: "Projects" }}
        badge={
          <>
            {project.is_default && <Badge>Open to everybody</Badge>}
            <Badge tone="accent">You are {project.role}</Badge>
          </>
        }
        description={project.description}
        actions={
          <>
            {project.role !== "viewer" && (
              <ShareButton resource={{ type: "project", id: project.id, name: project.name }} offer={sharing} />
            )}
            {writes && shown === "sources" && (
              <LinkButton variant="primary" href={`/sources/new?project=${project.id}`}>
                <Plus aria-hidden />
                Add source
              </LinkButton>
            )}
          </>
        }
      />
      <Tabs
        label="About this project"
        value={shown}
        onValueChange={(next) => void setTab(next)}
        tabs={[
          { value: "sources", label: "Sources", content: mayRead && <Sources of={project} writes={writes} /> },
          { value: "dashboards", label: "Dashboards", content: <ProjectDashboards of={project} writes={writes} /> },
          {
            value: "files",
            label: "Files",
            content: mayRead && (
              <FilesPanel
                projectId={project.id}
                canWrite={writes}
                why="Its editors and admins can upload some. Only its members, owners and admins see them."
              />
            ),
          },
          { value: "members", label: "Members", content: <ProjectMembers of={project} isAdmin={isAdmin} /> },
          ...(isAdmin ? [{ value: "settings" as const, label: "Settings", content: <Settings of={project} /> }] : []),
        ]}
      />
    </>
  );
}

function Sources({ of: project, writes }: { of: Project; writes: boolean }) {
  const trpc = useTRPC();
  const list = useQuery(trpc.sources.list.queryOptions({ project_id: project.id, limit: 25 }));
  return (
    <>
      <SourceTable
        sources={list.data?.data}
        refreshing={false}
        problem={list.isError && <QueryProblem query={list} />}
        empty={
          <EmptyState
            icon={<Database />}
            title="No sources in this project"
            description={
              writes
                ? "Upload a file into it. Only its members, owners and admins will see it."
                : "Its editors and admins can add some."
            }
          />
        }
      />
      {list.data?.next_cursor && (
        <p className="pt-3 text-sm">
          <TextLink href={`/sources?project=${project.id}`}>All sources of this project</TextLink>
        </p>
      )}
    </>
  );
}

function Settings({ of: project }: { of: Project }) {
  const isEmpty = project.sources + project.dashboards + project.files === 0;
  const trpc = useTRPC();
  const client = useTRPCClient();
  const queryClient = useQueryClient();
  const router = useRouter();
  async function remove() {
    await client.projects.delete.mutate({ id: project.id }).catch((error: unknown) => {
      throw asError(error);
    });
    toast.success("Project deleted");
    router.push("/projects");
    await queryClient.invalidateQueries(trpc.projects.list.pathFilter());
  }
  return (
    <div className="flex max-w-3xl flex-col gap-6">
      <Card title="Name">
        <ProjectForm
          values={{ name: project.name, description: project.description ?? "" }}
          verb="Save changes"
          onSave={async (given) => {
            await client.projects.update.mutate({ id: project.id, ...given });
            await queryClient.invalidateQueries(trpc.projects.pathFilter());
            router.refresh();
            toast.success("Project changed");
          }}
        />
      </Card>
      {!project.is_default && (
        <Card
          tone="danger"
          title="Delete project"
          description="It has to be empty: what is in it is deleted or moved one by one, so that no data goes by accident."
        >
          <ConfirmDialog
            trigger={
              <Button variant="danger-quiet" disabled={!isEmpty}>
                Delete project
              </Button>
            }
            title={`Delete ${project.name}?`}
            description="The list of its members goes with it."
            verb="Delete project"
            onConfirm={remove}
          />
        </Card>
      )}
    </div>
  );
}
