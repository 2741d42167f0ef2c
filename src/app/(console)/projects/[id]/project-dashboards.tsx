"use client";

import { useQuery } from "@tanstack/react-query";
import { LayoutDashboard } from "lucide-react";
import { QueryProblem } from "#app/forms/query-problem.tsx";
import type { Project } from "#contract/project.ts";
import { useTRPC } from "#trpc/client.tsx";
import { EmptyState } from "#ui/empty-state.tsx";
import { TextLink } from "#ui/text-link.tsx";
import { DashboardCards } from "../../dashboards/dashboard-cards.tsx";

/** The dashboards of a project. */
export function ProjectDashboards({ of: project, writes }: { of: Project; writes: boolean }) {
  const trpc = useTRPC();
  const list = useQuery(trpc.dashboards.list.queryOptions({ project_id: project.id, limit: 24 }));
  if (list.isError) return <QueryProblem query={list} />;
  if (list.data?.data.length === 0)
    return (
      <EmptyState
        icon={<LayoutDashboard />}
        title="No dashboards in this project"
        description={
          writes
            ? "Make one under Dashboards, and choose this project for it."
            : "Its editors and admins can make some."
        }
        action={writes && <TextLink href="/dashboards">Go to dashboards</TextLink>}
      />
    );
  return (
    <>
      <DashboardCards dashboards={list.data?.data} projects={[]} refreshing={false} />
      {list.data?.next_cursor && (
        <p className="pt-3 text-sm">
          <TextLink href={`/dashboards?project=${project.id}`}>All dashboards of this project</TextLink>
        </p>
      )}
    </>
  );
}
