import Link from "next/link";
import type { DashboardSummary } from "#contract/dashboard.ts";
import type { Project } from "#contract/project.ts";
import { cn } from "#ui/cn.ts";
import { Skeleton } from "#ui/skeleton.tsx";
import { TimeAgo } from "#ui/time-ago.tsx";
import { counted } from "../parts/numbers.ts";
import { Thumbnail } from "./thumbnail.tsx";

const grid = "grid gap-3 sm:grid-cols-2 lg:grid-cols-3";

/** Dashboards side by side, each with the shape of its charts. `undefined` while loading. */
export function DashboardCards({
  dashboards,
  projects,
  refreshing,
}: {
  dashboards: readonly DashboardSummary[] | undefined;
  projects: readonly Project[];
  refreshing: boolean;
}) {
  if (!dashboards)
    return (
      <div className={grid} role="status" aria-label="Loading dashboards">
        {[1, 2, 3].map((each) => (
          <div key={each} className="rounded-lg border">
            <Skeleton className="h-36 w-full rounded-b-none" />
            <div className="flex flex-col gap-2 p-4">
              <Skeleton className="h-4 w-40" />
              <Skeleton className="h-3 w-56" />
            </div>
          </div>
        ))}
      </div>
    );
  return (
    <ul className={cn(grid, refreshing && "opacity-60 transition-opacity")}>
      {dashboards.map((dashboard) => {
        const project = projects.find(({ id }) => id === dashboard.project_id);
        return (
          <li
            key={dashboard.id}
            className="group relative flex min-w-0 flex-col overflow-clip rounded-lg border transition-colors hover:border-line-strong"
          >
            <div aria-hidden className="h-36 overflow-hidden border-b bg-surface p-3 dark:bg-sunken">
              <Thumbnail charts={dashboard.charts} />
            </div>
            <div className="flex min-w-0 flex-1 flex-col p-4">
              <Link
                href={`/dashboards/${dashboard.id}`}
                className="break-id w-fit max-w-full rounded-sm font-medium group-hover:underline after:absolute after:inset-0"
              >
                {dashboard.name}
              </Link>
              {dashboard.description && (
                <p className="mt-0.5 line-clamp-2 text-sm text-muted">{dashboard.description}</p>
              )}
              <p className="mt-auto flex flex-wrap gap-x-2 pt-3 text-xs text-muted">
                <span>{counted(dashboard.charts.length, "chart")}</span>
                {project && !project.is_default && <span>in {project.name}</span>}
                <span>
                  changed <TimeAgo time={dashboard.updated_at} />
                </span>
              </p>
            </div>
          </li>
        );
      })}
    </ul>
  );
}
