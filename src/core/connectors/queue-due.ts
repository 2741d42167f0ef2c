import { sql } from "drizzle-orm";
import type { Db } from "#db/client.ts";
import { nextRuns } from "#lib/next-runs.ts";
import type { Runtime } from "../runtime.ts";
import { ACROSS_TENANTS, inTenant } from "../tenant.ts";
import { type Interrupted, interruptSync } from "./interrupt-sync.ts";
import { queueSync } from "./queue-sync.ts";

const AT_ONCE = 50;

type Due = { id: string; org_id: string; schedule_cron: string; schedule_time_zone: string; now: string };

/**
 * Takes up the syncs whose instance has died, and queues those whose time has come. Times that passed while nobody looked
 * are made up for by one sync. Gives whether there may be more.
 */
export async function queueDue({ db }: Pick<Runtime, "db">): Promise<boolean> {
  const dead = await inTenant(db, ACROSS_TENANTS, takeUpDead);
  const due = await inTenant(db, ACROSS_TENANTS, queueScheduled);
  return dead === AT_ONCE || due === AT_ONCE;
}

async function takeUpDead(db: Db): Promise<number> {
  const dead = await db.execute<Interrupted>(sql`
    select id, org_id, connector_id, attempt, requested_by from connector_syncs
    where status = 'running' and leased_until <= clock_timestamp()
    order by leased_until for update skip locked limit ${AT_ONCE}`);
  for (const sync of dead) await interruptSync(db, sync);
  return dead.length;
}

async function queueScheduled(db: Db): Promise<number> {
  const due = await db.execute<Due>(sql`
    select id, org_id, schedule_cron, schedule_time_zone, clock_timestamp()::text as now from connectors
    where disabled_at is null and next_sync_at <= clock_timestamp()
    order by next_sync_at for no key update skip locked limit ${AT_ONCE}`);
  for (const { id, org_id: orgId, schedule_cron: cron, schedule_time_zone: zone, now } of due) {
    const [next] = nextRuns(cron, zone, new Date(now), 1) ?? [];
    await db.execute(
      sql`update connectors set next_sync_at = ${next?.toISOString() ?? null}::timestamptz where id = ${id}`,
    );
    await queueSync(db, { orgId, connectorId: id, trigger: "schedule", requestedBy: null });
  }
  return due.length;
}
