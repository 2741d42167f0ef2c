import { aliasedTable, and, eq, getTableColumns, type SQL, sql } from "drizzle-orm";
import type { Dashboard, DashboardSummary } from "#contract/dashboard.ts";
import { alsoAsk } from "#core/permissions/questions.ts";
import type { Principal } from "#core/principal.ts";
import { inProject, requireEditor } from "#core/projects/project-role.ts";
import { Refusal } from "#core/refusal.ts";
import { personFor } from "#core/sharing/person-for.ts";
import { withinBound } from "#core/sharing/within-bound.ts";
import type { Db } from "#db/client.ts";
import { dashboards } from "#db/schema/dashboards.ts";
import { users } from "#db/schema/users.ts";
import { offeredTo } from "./offered-filters.ts";
import { reachInto } from "./reach-into.ts";

const editors = aliasedTable(users, "editors");

const people = { creator: { id: users.id, name: users.name }, editor: { id: editors.id, name: editors.name } };

const selectDashboards = (db: Db) =>
  db
    .select({ dashboard: dashboards, ...people })
    .from(dashboards)
    .innerJoin(users, eq(users.id, dashboards.createdBy))
    .innerJoin(editors, eq(editors.id, dashboards.updatedBy));
type DashboardRow = Awaited<ReturnType<typeof selectDashboards>>[number];

const { charts: _, ...withoutCharts } = getTableColumns(dashboards);
const chartsInShort = sql<DashboardSummary["charts"]>`(select coalesce(jsonb_agg(jsonb_build_object(
  'id', c -> 'id', 'title', c -> 'title', 'kind', c -> 'kind', 'width', c -> 'width') order by place), '[]')
  from jsonb_array_elements(${dashboards.charts}) with ordinality of (c, place))`;

/** Dashboards without what their charts ask, which may be long. */
export const selectSummaries = (db: Db) =>
  db
    .select({ dashboard: withoutCharts, charts: chartsInShort, ...people })
    .from(dashboards)
    .innerJoin(users, eq(users.id, dashboards.createdBy))
    .innerJoin(editors, eq(editors.id, dashboards.updatedBy));
export type SummaryRow = Awaited<ReturnType<typeof selectSummaries>>[number];

/** The dashboards of the principal's organization, mode and projects: test and live never mix. */
export const visibleDashboards = (principal: Principal): SQL | undefined =>
  and(
    eq(dashboards.orgId, principal.orgId),
    eq(dashboards.livemode, principal.livemode),
    inProject(principal, dashboards.projectId),
    withinBound(principal, "dashboard", dashboards.id),
  );

/** Refuses with `not_found` for whatever the principal cannot see, as for an id that nobody has. */
export async function findDashboard(db: Db, principal: Principal, id: string): Promise<DashboardRow> {
  const [row] = await selectDashboards(db).where(and(visibleDashboards(principal), eq(dashboards.id, id)));
  if (!row) throw new Refusal("not_found", "There is no such dashboard.");
  alsoAsk(principal, "viewer", "dashboard", id);
  return row;
}

/** The same for those who may change what is in its project, and nobody else changes it until this transaction ends. */
export async function lockDashboard(db: Db, principal: Principal, id: string): Promise<DashboardRow> {
  const [row] = await selectDashboards(db)
    .where(and(visibleDashboards(principal), eq(dashboards.id, id)))
    .for("update", { of: dashboards });
  if (!row) throw new Refusal("not_found", "There is no such dashboard.");
  alsoAsk(principal, "viewer", "dashboard", id);
  alsoAsk(principal, "editor", "dashboard", id);
  await requireEditor(db, principal, row.dashboard.projectId);
  return row;
}

const about = (
  principal: Principal,
  { dashboard, creator, editor }: Pick<SummaryRow, "dashboard" | "creator" | "editor">,
) => ({
  id: dashboard.id,
  name: dashboard.name,
  description: dashboard.description,
  project_id: dashboard.projectId,
  livemode: dashboard.livemode,
  created_at: dashboard.createdAt.toISOString(),
  updated_at: dashboard.updatedAt.toISOString(),
  created_by: personFor(principal, creator),
  updated_by: personFor(principal, editor),
  version: dashboard.version,
});

/** As one principal may see it: of a chart that asks beyond their access, no more than that it is there. */
export async function toDashboard(db: Db, principal: Principal, row: DashboardRow): Promise<Dashboard> {
  const { charts } = row.dashboard;
  const reach = await reachInto(db, principal, charts);
  return {
    ...about(principal, row),
    filters: offeredTo(row.dashboard.filters, reach).map(({ name }) => name),
    charts: charts.map(({ asked_by: _, query, ...chart }) => ({
      ...chart,
      query: reach.get(chart.id)?.shown ? query : null,
    })),
  };
}

export const toSummary = (principal: Principal, row: SummaryRow): DashboardSummary => ({
  ...about(principal, row),
  charts: row.charts,
});

/** What the audit log keeps of a dashboard: what each chart asks of which source, and nothing that it was answered. */
export const auditedDashboard = ({ dashboard }: DashboardRow) => ({
  name: dashboard.name,
  description: dashboard.description,
  project_id: dashboard.projectId,
  livemode: dashboard.livemode,
  charts: dashboard.charts,
  filters: dashboard.filters,
});
