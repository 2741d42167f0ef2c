import { and, eq, sql } from "drizzle-orm";
import { Dashboard, UpdateDashboardInput } from "#contract/dashboard.ts";
import { requireVersion } from "#core/precondition.ts";
import type { Principal } from "#core/principal.ts";
import { chooseProject } from "#core/projects/choose-project.ts";
import { mutation } from "#core/verb.ts";
import type { Db } from "#db/client.ts";
import { dashboards } from "#db/schema/dashboards.ts";
import { auditedDashboard, findDashboard, lockDashboard, toDashboard } from "./dashboard-view.ts";
import { offeredTo } from "./offered-filters.ts";
import { reachInto } from "./reach-into.ts";
import { chartsToKeep } from "./save-charts.ts";

/** As many as the table takes: those of two editors who do not see each other's. */
const MOST_FILTERS = 16;

/**
 * Renames or describes a dashboard, replaces its charts, or moves it to another project that the caller may change too.
 * Two editors are told apart by `If-Match`: the later one is refused, and nothing of the earlier one is lost.
 */
export const updateDashboard = mutation(
  { name: "dashboards.update", scope: "dashboards:write", input: UpdateDashboardInput, output: Dashboard },
  async (ctx, { id, name, description, project_id, charts, filters }) => {
    const { db, principal, now } = ctx;
    const before = await lockDashboard(db, principal, id);
    requireVersion(ctx.request.ifMatch, before.dashboard.version);
    const projectId =
      project_id === undefined ? before.dashboard.projectId : await chooseProject(db, principal, project_id);
    await db
      .update(dashboards)
      .set({
        projectId,
        name: name ?? before.dashboard.name,
        description: description === undefined ? before.dashboard.description : description,
        ...(charts && { charts: await chartsToKeep(db, principal, charts, before.dashboard.charts) }),
        ...(filters && { filters: await filtersToKeep(db, principal, filters, before.dashboard) }),
        updatedBy: principal.user.id,
        updatedAt: now,
        version: sql`${dashboards.version} + 1`,
      })
      .where(and(eq(dashboards.orgId, principal.orgId), eq(dashboards.id, id)));
    const after = await findDashboard(db, principal, id);
    ctx.record({
      action: projectId === before.dashboard.projectId ? "dashboard.updated" : "dashboard.moved",
      target: { type: "dashboard", id, name: after.dashboard.name },
      before: auditedDashboard(before),
      after: auditedDashboard(after),
    });
    return toDashboard(db, principal, after);
  },
);

/** Those that are given, and those that the saver does not see: what is hidden from one editor is not lost for the others. */
async function filtersToKeep(
  db: Db,
  principal: Principal,
  given: readonly string[],
  { filters, charts }: Pick<typeof dashboards.$inferSelect, "filters" | "charts">,
): Promise<string[]> {
  const seen = offeredTo(filters, await reachInto(db, principal, charts)).map(({ name }) => name);
  return [...new Set([...given, ...filters.filter((name) => !seen.includes(name))])].slice(0, MOST_FILTERS);
}
