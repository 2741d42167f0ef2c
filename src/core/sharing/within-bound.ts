import { type SQL, sql } from "drizzle-orm";
import type { PgColumn } from "drizzle-orm/pg-core";
import type { SharedType } from "#contract/share-link.ts";
import type { Principal } from "../principal.ts";

/**
 * Condition: of this type, the row is what the principal's share link shows, or a part of it. Which project it lies in
 * is for `inProject` to say; a principal without a link is bound by nothing.
 */
export function withinBound({ orgId, bound }: Principal, type: SharedType, id: PgColumn | SQL): SQL | undefined {
  if (!bound) return undefined;
  if (bound.type === type) return sql`${id} = ${bound.id}`;
  if (bound.type === "project") return undefined;
  if (bound.type === "dashboard" && type === "source") return sql`${id} in ${sourcesOfCharts(orgId, bound.id)}`;
  return sql`false`;
}

/** A dashboard is made of what its charts read; and only its own verbs, which a link to it opens, read that. */
const sourcesOfCharts = (orgId: string, dashboardId: string): SQL =>
  sql`(select chart ->> 'source_id' from dashboards b, jsonb_array_elements(b.charts) chart
    where b.org_id = ${orgId} and b.id = ${dashboardId})`;

/**
 * The project in which a share link shows something, as it is now: what is moved takes its links along. Null: there is no
 * link, or it is to a dashboard, whose charts may read from several projects.
 */
export function projectOfBound({ orgId, bound }: Principal): SQL | null {
  if (bound?.type === "project") return sql`${bound.id}`;
  if (bound?.type === "source")
    return sql`(select b.project_id from sources b where b.org_id = ${orgId} and b.id = ${bound.id})`;
  return null;
}
