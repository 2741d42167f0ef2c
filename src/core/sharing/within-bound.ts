import { type SQL, sql } from "drizzle-orm";
import type { PgColumn } from "drizzle-orm/pg-core";
import type { SharedType } from "#contract/share-link.ts";
import type { Principal } from "../principal.ts";

/**
 * Condition: of this type, the row is what the principal's share link shows, or may be a part of it. Which project it
 * lies in is for `inProject` to say; a principal without a link is bound by nothing.
 */
export function withinBound({ bound }: Principal, type: SharedType, id: PgColumn | SQL): SQL | undefined {
  if (!bound) return undefined;
  if (bound.type === type) return sql`${id} = ${bound.id}`;
  // A project is made of sources and dashboards; a dashboard of what its charts read, and only its own verbs read that.
  if (bound.type === "project" || (bound.type === "dashboard" && type === "source")) return undefined;
  return sql`false`;
}

/** The project in which a share link shows something, as it is now: what is moved takes its links along. */
export function projectOfBound({ orgId, bound }: Principal): SQL | null {
  if (!bound) return null;
  if (bound.type === "project") return sql`${bound.id}`;
  if (bound.type === "source")
    return sql`(select b.project_id from sources b where b.org_id = ${orgId} and b.id = ${bound.id})`;
  return sql`null`;
}
