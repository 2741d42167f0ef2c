import { Dashboard, DuplicateDashboardInput } from "#contract/dashboard.ts";
import { chooseProject } from "#core/projects/choose-project.ts";
import { mutation } from "#core/verb.ts";
import { dashboards } from "#db/schema/dashboards.ts";
import { newId } from "#lib/id.ts";
import { auditedDashboard, findDashboard, toDashboard } from "./dashboard-view.ts";

const COPY = " (copy)";
const MOST = 80;

/** Makes another dashboard with the same charts, in the same project unless told. */
export const duplicateDashboard = mutation(
  { name: "dashboards.duplicate", scope: "dashboards:write", input: DuplicateDashboardInput, output: Dashboard },
  async (ctx, { id, name, project_id }) => {
    const { db, principal, now } = ctx;
    const { dashboard: from } = await findDashboard(db, principal, id);
    const projectId = await chooseProject(db, principal, project_id ?? from.projectId);
    const copy = newId("dash", now.getTime());
    const { id: _, version: _version, createdBy: _maker, ...same } = from;
    await db.insert(dashboards).values({
      ...same,
      id: copy,
      projectId,
      name: name ?? from.name.slice(0, MOST - COPY.length) + COPY,
      createdBy: principal.user.id,
      updatedBy: principal.user.id,
      createdAt: now,
      updatedAt: now,
    });
    const made = await findDashboard(db, principal, copy);
    ctx.record({
      action: "dashboard.duplicated",
      target: { type: "dashboard", id: copy, name: made.dashboard.name },
      after: { ...auditedDashboard(made), from: id },
    });
    return toDashboard(db, principal, made);
  },
);
