import { eq } from "drizzle-orm";
import type { ConnectorSync } from "#contract/connector.ts";
import type { Db } from "#db/client.ts";
import { connectorSyncs, connectors } from "#db/schema/connectors.ts";
import { users } from "#db/schema/users.ts";

export const selectSyncs = (db: Db) =>
  db
    .select({ sync: connectorSyncs, sourceId: connectors.sourceId, requester: { id: users.id, name: users.name } })
    .from(connectorSyncs)
    .innerJoin(connectors, eq(connectors.id, connectorSyncs.connectorId))
    .leftJoin(users, eq(users.id, connectorSyncs.requestedBy));
export type SyncRow = Awaited<ReturnType<typeof selectSyncs>>[number];

const iso = (time: Date | null) => time?.toISOString() ?? null;

const toWholeSync = ({ sync, requester }: SyncRow): ConnectorSync => ({
  id: sync.id,
  connector_id: sync.connectorId,
  trigger: sync.trigger,
  status: sync.status,
  attempt: sync.attempt,
  phase: sync.phase,
  rows_read: sync.rowsRead,
  bytes_read: sync.bytesRead,
  changes: sync.changes,
  error: sync.error === null ? null : { step: sync.errorStep, detail: sync.error },
  note: sync.note,
  requested_by: requester,
  queued_at: sync.queuedAt.toISOString(),
  started_at: iso(sync.startedAt),
  finished_at: iso(sync.finishedAt),
});

/** A sync as it goes out. What it counted and stumbled over is told only to those who see all of the source. */
export function toSync(row: SyncRow, limited: ReadonlySet<string>): ConnectorSync {
  const sync = toWholeSync(row);
  if (row.sourceId === null || !limited.has(row.sourceId)) return sync;
  const detail = "A policy limits what you see of this source. Ask somebody who sees all of it.";
  return {
    ...sync,
    rows_read: 0,
    bytes_read: 0,
    changes: null,
    note: null,
    error: sync.error && { ...sync.error, detail },
  };
}
