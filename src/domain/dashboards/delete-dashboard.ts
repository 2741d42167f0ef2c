import { and, eq } from "drizzle-orm";
import { DashboardId } from "#contract/dashboard.ts";
import { Nothing } from "#contract/list.ts";
import { requireVersion } from "#core/precondition.ts";
import { mutation } from "#core/verb.ts";
import { dashboards } from "#db/schema/dashboards.ts";
import { auditedDashboard, lockDashboard } from "./dashboard-view.ts";

/** Deletes a dashboard. The sources that it showed stay as they are. */
export const deleteDashboard = mutation(
  { name: "dashboards.delete", scope: "dashboards:write", input: DashboardId, output: Nothing },
  async (ctx, { id }) => {
    const { db, principal } = ctx;
    const before = await lockDashboard(db, principal, id);
    requireVersion(ctx.request.ifMatch, before.dashboard.version);
    await db.delete(dashboards).where(and(eq(dashboards.orgId, principal.orgId), eq(dashboards.id, id)));
    ctx.record({
      action: "dashboard.deleted",
      target: { type: "dashboard", id, name: before.dashboard.name },
      before: auditedDashboard(before),
    });
    return {};
  },
);
