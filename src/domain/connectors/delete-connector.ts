import { and, eq } from "drizzle-orm";
import { ConnectorId } from "#contract/connector.ts";
import { Nothing } from "#contract/list.ts";
import { requireVersion } from "#core/precondition.ts";
import { mutation } from "#core/verb.ts";
import { connectors } from "#db/schema/connectors.ts";
import { auditedConnector, lockConnector } from "./connector-view.ts";

/** Deletes a connector with its secret and its history. Its source stays as it is. A sync under way undoes itself. */
export const deleteConnector = mutation(
  { name: "connectors.delete", scope: "connectors:write", input: ConnectorId, output: Nothing },
  async (ctx, { id }) => {
    const { db, principal } = ctx;
    const before = await lockConnector(db, principal, id);
    requireVersion(ctx.request.ifMatch, before.version);
    await db.delete(connectors).where(and(eq(connectors.orgId, principal.orgId), eq(connectors.id, id)));
    ctx.record({
      action: "connector.deleted",
      target: { type: "connector", id, name: before.name },
      before: auditedConnector(before),
    });
    return {};
  },
);
