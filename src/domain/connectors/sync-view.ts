import { eq } from "drizzle-orm";
import type { ConnectorSync } from "#contract/connector.ts";
import type { Db } from "#db/client.ts";
import { connectorSyncs } from "#db/schema/connectors.ts";
import { users } from "#db/schema/users.ts";

export const selectSyncs = (db: Db) =>
  db
    .select({ sync: connectorSyncs, requester: { id: users.id, name: users.name } })
    .from(connectorSyncs)
    .leftJoin(users, eq(users.id, connectorSyncs.requestedBy));
export type SyncRow = Awaited<ReturnType<typeof selectSyncs>>[number];

const iso = (time: Date | null) => time?.toISOString() ?? null;

export const toSync = ({ sync, requester }: SyncRow): ConnectorSync => ({
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
