import { and, eq, inArray, sql } from "drizzle-orm";
import { ConnectorSync, SyncId } from "#contract/connector.ts";
import { limitedSources } from "#core/policies/limited-sources.ts";
import { Refusal } from "#core/refusal.ts";
import { mutation } from "#core/verb.ts";
import { connectorSyncs } from "#db/schema/connectors.ts";
import { lockConnector } from "./connector-view.ts";
import { findSync } from "./find-sync.ts";
import { toSync } from "./sync-view.ts";

/** Ends a sync that waits or runs. It commits only while it is running, so from here on it changes nothing any more. */
export const cancelSync = mutation(
  { name: "connectors.cancel_sync", scope: "connectors:write", input: SyncId, output: ConnectorSync },
  async (ctx, { id }) => {
    const { db, principal } = ctx;
    const { sync } = await findSync(db, principal, id);
    const connector = await lockConnector(db, principal, sync.connectorId);
    const [ended] = await db
      .update(connectorSyncs)
      .set({ status: "cancelled", phase: null, leasedUntil: null, finishedAt: sql`clock_timestamp()` })
      .where(
        and(
          eq(connectorSyncs.orgId, principal.orgId),
          eq(connectorSyncs.id, id),
          inArray(connectorSyncs.status, ["queued", "running"]),
        ),
      )
      .returning({ id: connectorSyncs.id });
    if (!ended) throw new Refusal("conflict", "This sync is over.");
    ctx.record({
      action: "connector.sync_cancelled",
      target: { type: "connector", id: connector.id, name: connector.name },
      after: { sync_id: id },
    });
    return toSync(await findSync(db, principal, id), (await limitedSources(db, principal)).any);
  },
);
