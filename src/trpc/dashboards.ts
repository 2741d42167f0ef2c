import { createDashboard } from "#domain/dashboards/create-dashboard.ts";
import { deleteDashboard } from "#domain/dashboards/delete-dashboard.ts";
import { duplicateDashboard } from "#domain/dashboards/duplicate-dashboard.ts";
import { getDashboard } from "#domain/dashboards/get-dashboard.ts";
import { listDashboards } from "#domain/dashboards/list-dashboards.ts";
import { readDashboardData } from "#domain/dashboards/read-dashboard-data.ts";
import { updateDashboard } from "#domain/dashboards/update-dashboard.ts";
import { asMutation, asQuery, asVersionedMutation, router } from "./init.ts";

export const dashboardsRouter = router({
  list: asQuery(listDashboards),
  get: asQuery(getDashboard),
  create: asMutation(createDashboard),
  update: asVersionedMutation(updateDashboard),
  delete: asMutation(deleteDashboard),
  duplicate: asMutation(duplicateDashboard),
  data: asQuery(readDashboardData),
});
