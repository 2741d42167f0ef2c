import { CreateDashboardInput, Dashboard } from "#contract/dashboard.ts";
import { chooseProject } from "#core/projects/choose-project.ts";
import { mutation } from "#core/verb.ts";
import { dashboards } from "#db/schema/dashboards.ts";
import { newId } from "#lib/id.ts";
import { auditedDashboard, findDashboard, toDashboard } from "./dashboard-view.ts";
import { chartsToKeep } from "./save-charts.ts";

/** Makes a dashboard in the caller's mode, with charts over sources that the caller may read. */
export const createDashboard = mutation(
  { name: "dashboards.create", scope: "dashboards:write", input: CreateDashboardInput, output: Dashboard },
  async (ctx, { name, description, project_id, charts, filters }) => {
    const { db, principal, now } = ctx;
    const projectId = await chooseProject(db, principal, project_id);
    const id = newId("dash", now.getTime());
    await db.insert(dashboards).values({
      id,
      orgId: principal.orgId,
      projectId,
      livemode: principal.livemode,
      name,
      description,
      charts: await chartsToKeep(db, principal, charts, []),
      filters,
      createdBy: principal.user.id,
      updatedBy: principal.user.id,
      createdAt: now,
      updatedAt: now,
    });
    const made = await findDashboard(db, principal, id);
    ctx.record({ action: "dashboard.created", target: { type: "dashboard", id, name }, after: auditedDashboard(made) });
    return toDashboard(db, principal, made);
  },
);
