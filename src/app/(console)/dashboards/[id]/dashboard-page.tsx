"use client";

import { useQuery } from "@tanstack/react-query";
import { parseAsBoolean, useQueryState } from "nuqs";
import type { Dashboard } from "#contract/dashboard.ts";
import { useTRPC } from "#trpc/client.tsx";
import type { ExpiryOffer } from "../../credentials/expiry-field.tsx";
import { DashboardView } from "./dashboard-view.tsx";
import { DashboardEditor } from "./edit/dashboard-editor.tsx";

/** One dashboard: to look at, or to change. */
export function DashboardPage({
  first,
  mayWrite,
  organizationId,
  publicUrl,
  sharing,
}: {
  first: Dashboard;
  mayWrite: boolean;
  organizationId: string;
  publicUrl: string;
  sharing: ExpiryOffer | null;
}) {
  const trpc = useTRPC();
  const [edit, setEdit] = useQueryState("edit", parseAsBoolean.withDefault(false));
  const { data: dashboard } = useQuery(trpc.dashboards.get.queryOptions({ id: first.id }, { initialData: first }));
  const { data: project } = useQuery(trpc.projects.get.queryOptions({ id: dashboard.project_id }));
  const writes = mayWrite && project !== undefined && project.role !== "viewer";
  if (edit && writes) return <DashboardEditor key={dashboard.id} saved={dashboard} onDone={() => void setEdit(null)} />;
  return (
    <DashboardView
      dashboard={dashboard}
      project={project}
      mayCopy={mayWrite}
      onEdit={writes ? () => void setEdit(true, { history: "push" }) : undefined}
      organizationId={organizationId}
      publicUrl={publicUrl}
      sharing={sharing}
    />
  );
}
