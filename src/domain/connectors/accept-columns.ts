import { and, eq, sql } from "drizzle-orm";
import { Connector, ConnectorId } from "#contract/connector.ts";
import { queueSync } from "#core/connectors/queue-sync.ts";
import { requireVersion } from "#core/precondition.ts";
import { Refusal } from "#core/refusal.ts";
import { mutation } from "#core/verb.ts";
import { connectors } from "#db/schema/connectors.ts";
import { lockConnector, readConnector, requireSecret, requireWholeSource } from "./connector-view.ts";

/**
 * Accepts the columns that a review found, and syncs. The source gets just those: if they have changed once more by then,
 * there is a new review.
 */
export const acceptColumns = mutation(
  { name: "connectors.accept_columns", scope: "connectors:write", input: ConnectorId, output: Connector },
  async (ctx, { id }) => {
    const { db, principal, now } = ctx;
    const { orgId } = principal;
    const connector = await lockConnector(db, principal, id);
    requireVersion(ctx.request.ifMatch, connector.version);
    await requireWholeSource(db, principal, connector);
    const { review } = connector;
    if (review === null) throw new Refusal("conflict", "No columns wait for a decision.");
    requireSecret(connector);
    await db
      .update(connectors)
      .set({
        acceptedColumns: review.found,
        review: null,
        disabledAt: null,
        disabledReason: null,
        failures: 0,
        updatedAt: now,
        version: sql`${connectors.version} + 1`,
      })
      .where(and(eq(connectors.orgId, orgId), eq(connectors.id, id)));
    await queueSync(db, { orgId, connectorId: id, trigger: "manual", requestedBy: principal.user.id });
    const { found: _, ...differences } = review;
    ctx.record({
      action: "connector.columns_accepted",
      target: { type: "connector", id, name: connector.name },
      after: differences,
    });
    return readConnector(db, principal, id);
  },
);
