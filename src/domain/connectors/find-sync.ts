import { and, eq } from "drizzle-orm";
import type { Principal } from "#core/principal.ts";
import { Refusal } from "#core/refusal.ts";
import type { Db } from "#db/client.ts";
import { connectorSyncs } from "#db/schema/connectors.ts";
import { findConnector, visibleConnectors } from "./connector-view.ts";
import { type SyncRow, selectSyncs } from "./sync-view.ts";

/** A sync of a connector that the principal sees, or `not_found`. */
export async function findSync(db: Db, principal: Principal, id: string): Promise<SyncRow> {
  const [row] = await selectSyncs(db).where(
    and(visibleConnectors(principal), eq(connectorSyncs.orgId, principal.orgId), eq(connectorSyncs.id, id)),
  );
  if (!row) throw new Refusal("not_found", "There is no such sync.");
  await findConnector(db, principal, row.sync.connectorId);
  return row;
}
