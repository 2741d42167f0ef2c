import { and, desc, eq, lt } from "drizzle-orm";
import { ListConnectorsInput, ListedConnectors } from "#contract/connector.ts";
import { decodeCursor, encodeCursor } from "#core/list-cursor.ts";
import { query } from "#core/verb.ts";
import { connectors } from "#db/schema/connectors.ts";
import { selectConnectors, toConnectors, visibleConnectors } from "./connector-view.ts";

/** The connectors of the caller's projects, newest first, each with its last sync. */
export const listConnectors = query(
  { name: "connectors.list", scope: "connectors:read", input: ListConnectorsInput, output: ListedConnectors },
  async ({ db, principal }, { limit, cursor, project_id, source_id }) => {
    const before = cursor === undefined ? undefined : decodeCursor(cursor, ["text"])[0];
    const rows = await selectConnectors(db)
      .where(
        and(
          visibleConnectors(principal),
          project_id === undefined ? undefined : eq(connectors.projectId, project_id),
          source_id === undefined ? undefined : eq(connectors.sourceId, source_id),
          before === undefined ? undefined : lt(connectors.id, before),
        ),
      )
      .orderBy(desc(connectors.id))
      .limit(limit + 1);
    const page = rows.slice(0, limit);
    return {
      data: await toConnectors(db, principal, page),
      next_cursor: rows.length > limit ? encodeCursor([page.at(-1)?.id ?? ""]) : null,
    };
  },
);
