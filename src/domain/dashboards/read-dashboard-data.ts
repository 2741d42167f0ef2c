import { chartColumns, misfitOf } from "#contract/chart-columns.ts";
import {
  type Chart,
  type ChartData,
  type ChartProblem,
  DashboardData,
  ReadDashboardDataInput,
} from "#contract/dashboard.ts";
import type { Principal } from "#core/principal.ts";
import { runQuery } from "#core/reading/run-query.ts";
import { Refusal } from "#core/refusal.ts";
import { query } from "#core/verb.ts";
import type { Db } from "#db/client.ts";
import { findDashboard } from "./dashboard-view.ts";
import { type Narrowing, narrowed, narrowingsOf, offeredTo } from "./offered-filters.ts";
import { type Reach, reachInto } from "./reach-into.ts";

/** No chart begins later than that after the first one; each has five seconds. */
const BUDGET_MS = 15_000;

/**
 * Each chart of a dashboard with its rows, or why it has none. All of them are read with the caller's own access, so
 * that two readers of one dashboard may see different numbers, and nobody more than they may read.
 */
export const readDashboardData = query(
  {
    name: "dashboards.read_data",
    slow: true,
    scope: "dashboards:read",
    input: ReadDashboardDataInput,
    shared: ["dashboard", "project"],
    output: DashboardData,
  },
  async ({ db, principal, now }, { id, filter = [] }) => {
    const { dashboard } = await findDashboard(db, principal, id);
    const reach = await reachInto(db, principal, dashboard.charts);
    const filters = offeredTo(dashboard.filters, reach);
    const narrowings = narrowingsOf(
      filter,
      filters.map((column) => column.name),
    );
    const end = performance.now() + BUDGET_MS;
    const charts: ChartData[] = [];
    for (const chart of dashboard.charts)
      charts.push(
        performance.now() > end
          ? without(chart, { code: "skipped", detail: "The charts before this one took too long." })
          : await readChart(db, principal, chart, reach.get(chart.id), narrowings),
      );
    const { name, description, version } = dashboard;
    return { id, name, description, version, read_at: now.toISOString(), filters, charts };
  },
);

const without = ({ id, title, kind, width }: Chart, problem: ChartProblem, source: ChartData["source"] = null) => ({
  ...{ id, title, kind, width, source, problem },
  ...{ columns: [], data: [], truncated: false, filtered_by: [] },
});

const notAvailable: ChartProblem = {
  code: "not_available",
  detail: "Its source, or a column that it asks for, is gone or not open to you.",
};

async function readChart(
  db: Db,
  principal: Principal,
  chart: Chart,
  reach: Reach | undefined,
  narrowings: readonly Narrowing[],
): Promise<ChartData> {
  if (!reach || !(reach.asks || reach.whole)) return without(chart, notAvailable);
  const { source, whole, view } = reach;
  // Outside of what is caught: a value that is none is the request's mistake and not the chart's.
  const { query: asked, by } = narrowed(chart.query, narrowings, view);
  try {
    // A statement that was stopped spoils its transaction; the next chart must not be part of that.
    const { columns, data, truncated } = await db.transaction((tx) => runQuery(tx, principal, source.id, asked));
    const roles = chartColumns(chart.query, columns);
    const misfit = misfitOf(chart.kind, chart.query, roles);
    if (misfit) return without(chart, { code: "broken", detail: misfit }, source);
    const { id, title, kind, width } = chart;
    return { id, title, kind, width, source, columns: roles, data, truncated, filtered_by: by, problem: null };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return without(chart, problemOf(error, whole), source);
  }
}

/** What is wrong names columns and values, so its words are only for those who may see all of the source. */
function problemOf({ code, message, more }: Refusal, whole: boolean): ChartProblem {
  if (code === "conflict") return { code: "not_ready", detail: message };
  if (more.errors?.[0]?.code === "too_slow")
    return { code: "too_slow", detail: "Reading it took longer than 5 seconds. Let it ask for less." };
  return code === "invalid_input" && whole ? { code: "broken", detail: message } : notAvailable;
}
