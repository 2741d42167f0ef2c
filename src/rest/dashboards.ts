import { createDashboard } from "#domain/dashboards/create-dashboard.ts";
import { deleteDashboard } from "#domain/dashboards/delete-dashboard.ts";
import { duplicateDashboard } from "#domain/dashboards/duplicate-dashboard.ts";
import { getDashboard } from "#domain/dashboards/get-dashboard.ts";
import { listDashboards } from "#domain/dashboards/list-dashboards.ts";
import { readDashboardData } from "#domain/dashboards/read-dashboard-data.ts";
import { updateDashboard } from "#domain/dashboards/update-dashboard.ts";
import { operation } from "./operation.ts";

const tag = "Dashboards";

export const dashboardOperations = [
  operation({
    id: "listDashboards",
    method: "GET",
    path: "/dashboards",
    tag,
    summary: "List dashboards",
    verb: listDashboards,
  }),
  operation({
    id: "createDashboard",
    method: "POST",
    path: "/dashboards",
    tag,
    summary: "Create a dashboard",
    description: "Charts ask what you may read yourself: saving one needs data:read besides.",
    status: 201,
    verb: createDashboard,
    etag: true,
  }),
  operation({
    id: "getDashboard",
    method: "GET",
    path: "/dashboards/{id}",
    tag,
    summary: "Get a dashboard with what its charts ask",
    verb: getDashboard,
    etag: true,
  }),
  operation({
    id: "updateDashboard",
    method: "PATCH",
    path: "/dashboards/{id}",
    tag,
    summary: "Rename, describe or move a dashboard, or replace its charts",
    description: "charts is one list and is replaced as one. A chart that keeps its id is the same chart.",
    verb: updateDashboard,
    etag: true,
  }),
  operation({
    id: "deleteDashboard",
    method: "DELETE",
    path: "/dashboards/{id}",
    tag,
    summary: "Delete a dashboard",
    verb: deleteDashboard,
  }),
  operation({
    id: "duplicateDashboard",
    method: "POST",
    path: "/dashboards/{id}/duplicate",
    tag,
    summary: "Make another dashboard with the same charts",
    status: 201,
    verb: duplicateDashboard,
    etag: true,
  }),
  operation({
    id: "readDashboardData",
    method: "GET",
    path: "/dashboards/{id}/data",
    tag,
    summary: "Read each chart with its rows",
    description:
      "With your own access: another credential may see other numbers. A chart that cannot be read has a problem and no rows, and the others have theirs.",
    verb: readDashboardData,
  }),
];
