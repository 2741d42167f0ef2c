import { sql } from "drizzle-orm";
import type { Db } from "#db/client.ts";
import { queueSync } from "./queue-sync.ts";

export type Interrupted = {
  id: string;
  org_id: string;
  connector_id: string;
  attempt: number;
  requested_by: string | null;
};

const MOST_ATTEMPTS = 3;
const PAUSE_MS = 2000;

/**
 * Marks a running sync as interrupted, and queues it again; the third time it is given up. The old rows are still there:
 * what it has not committed never was.
 */
export async function interruptSync(db: Db, sync: Interrupted): Promise<void> {
  const { id, org_id: orgId, connector_id: connectorId, attempt, requested_by: requestedBy } = sync;
  const again = attempt < MOST_ATTEMPTS;
  const note = again ? "It is tried again." : `It was interrupted ${MOST_ATTEMPTS} times, so it is not tried again.`;
  const rows =
    await db.execute(sql`update connector_syncs set status = 'interrupted', phase = null, leased_until = null,
    finished_at = clock_timestamp(), error = 'The instance that was at it was stopped or has died.', note = ${note}
    where id = ${id} and status = 'running' returning id`);
  if (rows.length === 0 || !again) return;
  await queueSync(db, { orgId, connectorId, trigger: "retry", attempt: attempt + 1, requestedBy, pauseMs: PAUSE_MS });
}
