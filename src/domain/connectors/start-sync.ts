import { and, eq, inArray } from "drizzle-orm";
import { ConnectorId, ConnectorSync } from "#contract/connector.ts";
import { queueSync } from "#core/connectors/queue-sync.ts";
import { limitedSources } from "#core/policies/limited-sources.ts";
import { Refusal } from "#core/refusal.ts";
import { mutation } from "#core/verb.ts";
import { connectorSyncs } from "#db/schema/connectors.ts";
import { lockConnector, requireSecret } from "./connector-view.ts";
import { selectSyncs, toSync } from "./sync-view.ts";

/** Syncs now. If a sync waits or runs already, it is that one: there is one of a connector at a time. */
export const startSync = mutation(
  { name: "connectors.sync", scope: "connectors:write", input: ConnectorId, output: ConnectorSync },
  async (ctx, { id }) => {
    const { db, principal } = ctx;
    const { orgId } = principal;
    const connector = await lockConnector(db, principal, id);
    if (connector.disabledAt !== null)
      throw new Refusal("conflict", "This connector is switched off. Mend it, and switch it on first.");
    requireSecret(connector);
    const queued = await queueSync(db, { orgId, connectorId: id, trigger: "manual", requestedBy: principal.user.id });
    const [sync] = await selectSyncs(db).where(
      and(
        eq(connectorSyncs.orgId, orgId),
        eq(connectorSyncs.connectorId, id),
        inArray(connectorSyncs.status, ["queued", "running"]),
      ),
    );
    if (!sync) throw new Refusal("conflict", "A sync has ended in this very moment. Try again.");
    ctx.record({
      action: "connector.sync_requested",
      target: { type: "connector", id, name: connector.name },
      after: { sync_id: sync.sync.id, already_under_way: queued === null },
    });
    return toSync(sync, (await limitedSources(db, principal)).any);
  },
);
