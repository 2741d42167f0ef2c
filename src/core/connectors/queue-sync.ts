import { sql } from "drizzle-orm";
import type { SyncTrigger } from "#contract/connector.ts";
import type { Db } from "#db/client.ts";
import { newId } from "#lib/id.ts";

type Wanted = {
  orgId: string;
  connectorId: string;
  trigger: SyncTrigger;
  attempt?: number;
  /** Who asked for it; null: nobody did. */
  requestedBy: string | null;
  /** Before it is begun, in ms. */
  pauseMs?: number;
};

/** Queues a sync, in the caller's transaction. Null: one waits or runs already, and one at a time is enough. */
export async function queueSync(db: Db, wanted: Wanted): Promise<string | null> {
  const { orgId, connectorId, trigger, attempt = 1, requestedBy, pauseMs = 0 } = wanted;
  const [queued] = await db.execute<{ id: string }>(sql`
    insert into connector_syncs (id, org_id, connector_id, trigger, attempt, requested_by, queued_at, next_attempt_at)
    values (${newId("syn")}, ${orgId}, ${connectorId}, ${trigger}, ${attempt}, ${requestedBy}, clock_timestamp(),
      clock_timestamp() + ${pauseMs} * interval '1 millisecond')
    on conflict (connector_id) where status in ('queued', 'running') do nothing returning id`);
  return queued?.id ?? null;
}
