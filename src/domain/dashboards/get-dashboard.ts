import { Dashboard, DashboardId } from "#contract/dashboard.ts";
import { query } from "#core/verb.ts";
import { findDashboard, toDashboard } from "./dashboard-view.ts";

/** One dashboard with what its charts ask, not what they are answered. */
export const getDashboard = query(
  {
    name: "dashboards.get",
    scope: "dashboards:read",
    input: DashboardId,
    shared: ["dashboard", "project"],
    output: Dashboard,
  },
  async ({ db, principal }, { id }) => toDashboard(db, principal, await findDashboard(db, principal, id)),
);
