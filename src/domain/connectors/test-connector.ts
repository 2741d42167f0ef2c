import { and, eq } from "drizzle-orm";
import { ConnectorId, ConnectorTest } from "#contract/connector.ts";
import { tryConnector } from "#core/connectors/try-connector.ts";
import { withJudge } from "#core/permissions/with-judge.ts";
import type { Principal } from "#core/principal.ts";
import { requireEditor } from "#core/projects/project-role.ts";
import { inTenant } from "#core/tenant.ts";
import { type Call, mutation } from "#core/verb.ts";
import type { Db } from "#db/client.ts";
import { connectors } from "#db/schema/connectors.ts";
import { sources } from "#db/schema/sources.ts";
import { type ConnectorRow, findConnector, requireSecret, requireWholeSource } from "./connector-view.ts";

/** What a test needs, read, and allowed, before the network is waited for. */
const prepare = (call: Call, id: string) => {
  const { runtime, principal } = call;
  return inTenant(runtime.db, { orgId: principal.orgId, userId: principal.user.id }, async (db) => {
    const { answer, confirm } = await withJudge(call, db, () => readUp(db, principal, id));
    await confirm();
    return answer;
  });
};

async function readUp(db: Db, principal: Principal, id: string) {
  const connector = await findEditable(db, principal, id);
  // A test names all columns.
  await requireWholeSource(db, principal, connector);
  requireSecret(connector);
  const [kept] = await db
    .select({ sealed: connectors.sealedSecret, accepted: connectors.acceptedColumns, columns: sources.columns })
    .from(connectors)
    .leftJoin(sources, eq(sources.id, connectors.sourceId))
    .where(and(eq(connectors.orgId, principal.orgId), eq(connectors.id, id)));
  return { connector, kept };
}

async function findEditable(db: Db, principal: Principal, id: string): Promise<ConnectorRow> {
  const connector = await findConnector(db, principal, id);
  await requireEditor(db, principal, connector.projectId);
  return connector;
}

/** Connects, logs in and looks at the rows without taking any; tells which step fails and why. Changes nothing. */
export const testConnector = mutation(
  {
    name: "connectors.test",
    scope: "connectors:write",
    input: ConnectorId,
    output: ConnectorTest,
    prepare: async (call, { id }) => {
      const { connector, kept } = await prepare(call, id);
      const { runtime, principal } = call;
      const result = await runtime.connectorTests.inTurn(principal.orgId, () =>
        tryConnector(runtime, {
          settings: connector.settings,
          sealedSecret: kept?.sealed ?? null,
          known: {
            columns: kept?.columns ?? null,
            accepted: kept?.accepted ?? null,
            keyColumns: connector.keyColumns,
          },
        }),
      );
      return result;
    },
  },
  async (ctx, { id }, result) => {
    const { name } = await findEditable(ctx.db, ctx.principal, id);
    const failed = result.steps.find(({ status }) => status === "failed");
    ctx.record({
      action: "connector.tested",
      target: { type: "connector", id, name },
      after: { ok: result.ok, failed_step: failed?.step ?? null },
    });
    return result;
  },
);
