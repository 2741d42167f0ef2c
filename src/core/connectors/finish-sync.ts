import { sql } from "drizzle-orm";
import type { ColumnReview, ConnectorStep } from "#contract/connector.ts";
import type { Db } from "#db/client.ts";
import { raiseAlerts } from "../alerts/raise-alerts.ts";
import { appendAudit } from "../audit/append.ts";
import type { Runtime } from "../runtime.ts";
import { inTenant } from "../tenant.ts";
import type { TakenSync } from "./sync-job.ts";

/** So many syncs in a row that have failed switch a connector off. */
const MOST_FAILURES = 5;

/** There was nothing to do: the other side holds what the source holds. */
export async function finishUnchanged(
  runtime: Pick<Runtime, "db">,
  sync: TakenSync,
  review: ColumnReview | null | undefined,
): Promise<void> {
  await inTenant(runtime.db, { orgId: sync.org_id }, async (db) => {
    await holdConnector(db, sync);
    const [ours] =
      await db.execute(sql`update connector_syncs set status = 'unchanged', phase = null, leased_until = null,
      finished_at = clock_timestamp() where id = ${sync.id} and status = 'running' returning id`);
    if (!ours) return;
    await db.execute(sql`update connectors set failures = 0 where id = ${sync.connector_id}`);
    if (review !== undefined)
      await db.execute(sql`update connectors set review = ${review && JSON.stringify(review)}::jsonb
        where id = ${sync.connector_id}`);
  });
}

/** The connector before its sync, as everywhere, so that nobody waits for each other in a circle. */
const holdConnector = (db: Db, { connector_id }: TakenSync) =>
  db.execute(sql`select 1 from connectors where id = ${connector_id} for no key update`);

type Failure = { step: ConnectorStep | null; message: string; review: ColumnReview | null };

/**
 * Writes down why a sync failed. The last of several in a row switches the connector off: who made it, and the admins of
 * the organization, are told.
 */
export async function finishFailed(runtime: Runtime, sync: TakenSync, failure: Failure): Promise<void> {
  const { step, message, review } = failure;
  const { org_id: orgId, connector_id: id } = sync;
  await inTenant(runtime.db, { orgId }, async (db) => {
    await holdConnector(db, sync);
    const [ours] = await db.execute(sql`update connector_syncs set status = 'failed', phase = null, leased_until = null,
      finished_at = clock_timestamp(), error_step = ${step}, error = ${message}
      where id = ${sync.id} and status = 'running' returning id`);
    if (!ours) return;
    const [connector] = await db.execute<{ failures: number; created_by: string; name: string; disabled: boolean }>(sql`
      update connectors set failures = failures + 1,
        review = ${review === null ? null : JSON.stringify(review)}::jsonb where id = ${id}
      returning failures, created_by, name, disabled_at is not null as disabled`);
    if (connector && !connector.disabled && connector.failures >= MOST_FAILURES)
      await switchOff(db, runtime, { orgId, id, name: connector.name, maker: connector.created_by, message });
  });
}

type Ending = { orgId: string; id: string; name: string; maker: string; message: string };

async function switchOff(db: Db, runtime: Runtime, { orgId, id, name, maker, message }: Ending): Promise<void> {
  const now = runtime.clock.now();
  const reason = `${MOST_FAILURES} syncs in a row have failed, the last of them so: ${message}`;
  await db.execute(sql`update connectors set disabled_at = ${now.toISOString()}::timestamptz, disabled_reason = ${reason},
    version = version + 1, updated_at = ${now.toISOString()}::timestamptz where id = ${id}`);
  const origin = {
    orgId,
    actor: { type: "system" as const, id: "connectors", name: "Connectors" },
    credentialId: null,
    ip: null,
    userAgent: null,
    requestId: null,
  };
  const target = { type: "connector", id, name };
  const event = {
    action: "connector.disabled" as const,
    target,
    before: { enabled: true },
    after: { enabled: false, reason },
  };
  await appendAudit(db, runtime.auditSigner, origin, [event], now);
  await raiseAlerts(
    db,
    orgId,
    [{ kind: "connector.disabled", subject: target, ownerId: maker, data: { reason } }],
    now,
  );
}
