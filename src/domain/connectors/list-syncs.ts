import { and, desc, eq, lt } from "drizzle-orm";
import { ListedSyncs, ListSyncsInput } from "#contract/connector.ts";
import { decodeCursor, encodeCursor } from "#core/list-cursor.ts";
import { limitedSources } from "#core/policies/limited-sources.ts";
import { query } from "#core/verb.ts";
import { connectorSyncs } from "#db/schema/connectors.ts";
import { findConnector } from "./connector-view.ts";
import { selectSyncs, toSync } from "./sync-view.ts";

/** The syncs of a connector, newest first. */
export const listSyncs = query(
  { name: "connectors.list_syncs", scope: "connectors:read", input: ListSyncsInput, output: ListedSyncs },
  async ({ db, principal }, { id, limit, cursor, status }) => {
    await findConnector(db, principal, id);
    const before = cursor === undefined ? undefined : decodeCursor(cursor, ["text"])[0];
    const rows = await selectSyncs(db)
      .where(
        and(
          eq(connectorSyncs.orgId, principal.orgId),
          eq(connectorSyncs.connectorId, id),
          status === undefined ? undefined : eq(connectorSyncs.status, status),
          before === undefined ? undefined : lt(connectorSyncs.id, before),
        ),
      )
      .orderBy(desc(connectorSyncs.id))
      .limit(limit + 1);
    const page = rows.slice(0, limit);
    const limited = (await limitedSources(db, principal)).any;
    return {
      data: page.map((row) => toSync(row, limited)),
      next_cursor: rows.length > limit ? encodeCursor([page.at(-1)?.sync.id ?? ""]) : null,
    };
  },
);
