import { and, asc, desc, eq, ilike, or, type SQL, sql } from "drizzle-orm";
import { ListDashboardsInput, ListedDashboards } from "#contract/dashboard.ts";
import { decodeCursor, encodeCursor } from "#core/list-cursor.ts";
import { query } from "#core/verb.ts";
import { dashboards } from "#db/schema/dashboards.ts";
import { type SummaryRow, selectSummaries, toSummary, visibleDashboards } from "./dashboard-view.ts";

type Order = { by: SQL[]; value(row: SummaryRow): string; after(cursor: string): SQL };

// A cursor carries milliseconds, so the order must not look at microseconds.
const changed = sql`date_trunc('milliseconds', ${dashboards.updatedAt})`;
const byName = sql`lower(${dashboards.name}) collate "C"`;

const orders: Record<"-updated_at" | "name", Order> = {
  "-updated_at": {
    by: [desc(changed), desc(dashboards.id)],
    value: ({ dashboard }) => dashboard.updatedAt.toISOString(),
    after: (cursor) => {
      const [at, id] = decodeCursor(cursor, ["time", "text"]);
      return sql`(${changed}, ${dashboards.id}) < (${at}::text::timestamptz, ${id}::text)`;
    },
  },
  name: {
    by: [asc(byName), asc(dashboards.id)],
    value: ({ dashboard }) => dashboard.name,
    after: (cursor) => {
      const [name, id] = decodeCursor(cursor, ["text", "text"]);
      return sql`(${byName}, ${dashboards.id}) > (lower(${name}::text) collate "C", ${id}::text)`;
    },
  },
};

/** The dashboards of the caller's projects, the last changed first unless told. */
export const listDashboards = query(
  {
    name: "dashboards.list",
    scope: "dashboards:read",
    input: ListDashboardsInput,
    shared: ["dashboard", "project"],
    output: ListedDashboards,
  },
  async ({ db, principal }, { q, project_id, sort, cursor, limit }) => {
    const order = orders[sort];
    const rows = await selectSummaries(db)
      .where(
        and(
          visibleDashboards(principal),
          q ? or(ilike(dashboards.name, `%${q.replace(/[\\%_]/g, "\\$&")}%`), eq(dashboards.id, q)) : undefined,
          project_id ? eq(dashboards.projectId, project_id) : undefined,
          cursor === undefined ? undefined : order.after(cursor),
        ),
      )
      .orderBy(...order.by)
      .limit(limit + 1);
    const page = rows.slice(0, limit);
    const last = page.at(-1);
    return {
      data: page.map((row) => toSummary(principal, row)),
      next_cursor: rows.length > limit && last ? encodeCursor([order.value(last), last.dashboard.id]) : null,
    };
  },
);
