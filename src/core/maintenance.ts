import { readdir, rm, stat } from "node:fs/promises";
import path from "node:path";
import type { TransactionSql } from "postgres";
import type { Sql } from "#db/client.ts";
import { drizzleOver } from "#db/drizzle-over.ts";
import type { Config } from "./config.ts";
import type { Logger } from "./logger.ts";
import { ACROSS_TENANTS } from "./tenant.ts";
import { tidySigningKeys } from "./tokens/rotate-signing-key.ts";

type Options = { sql: Sql; config: Config; log: Logger };

const EVERY_MS = 3_600_000;
const SOON_MS = 15_000;
const UPLOAD_KEPT_MS = 24 * 3_600_000;
/** Any constant will do: whoever holds it sweeps, the other instances skip this hour. */
const LOCK = 0x73776570;

/** Sweeps soon after the start and then every hour. Gives the function that ends it. */
export function startMaintenance(options: Options): () => void {
  const run = () => {
    sweep(options).catch((error) => options.log.warn({ err: error }, "sweeping failed; it is tried again in an hour"));
  };
  const first = setTimeout(run, SOON_MS);
  const timer = setInterval(run, EVERY_MS);
  first.unref();
  timer.unref();
  return () => {
    clearTimeout(first);
    clearInterval(timer);
  };
}

/**
 * Deletes what has had its time: single requests after `requestRetentionDays`, minutes of usage after three days,
 * answers kept for Idempotency-Keys and uploads that became no source after a day, ended sessions after a week, links and
 * challenges that have expired, deliveries of webhooks after 30 days, alerts and syncs after 90, changes of permissions that no
 * OpenFGA server was told after a week. Each in a transaction of its own, so that a failure undoes little. One instance
 * sweeps the database, each its own files.
 */
export async function sweep({ sql, config }: Options): Promise<void> {
  await alone(sql, async () => {
    // Tomorrow's partition is made ahead, when nobody waits for it.
    await across(
      sql,
      (tx) =>
        tx`select ensure_usage_partition((now() at time zone 'UTC')::date + ahead) from (values (0), (1)) as days(ahead)`,
    );
    await across(sql, (tx) => tx`select drop_usage_partitions(${config.requestRetentionDays})`);
    await across(sql, (tx) => tx`select sweep_usage()`);
    await across(sql, (tx) => tx`delete from idempotency_keys where created_at < now() - interval '24 hours'`);
    await across(sql, (tx) => tx`delete from sessions where least(expires_at, revoked_at) < now() - interval '7 days'`);
    await tidySigningKeys(drizzleOver(sql), new Date());
    await across(sql, (tx) => tx`delete from one_time_tokens where expires_at < now()`);
    await across(sql, (tx) => tx`delete from spent_challenges where expires_at < now()`);
    await across(sql, (tx) => tx`delete from alerts where created_at < now() - interval '90 days'`);
    // Told within a second where there is an OpenFGA server. One that was away for so long has to be filled anew.
    await across(
      sql,
      (tx) => tx`with untold as (
          delete from permission_changes where created_at < now() - interval '7 days' returning 1)
        update permission_stores set filled_at = null where exists (select 1 from untold)`,
    );
    await across(sql, (tx) => tx`delete from webhook_deliveries where created_at < now() - interval '30 days'`);
    await across(
      sql,
      (tx) => tx`delete from connector_syncs s where finished_at < now() - interval '90 days'
        and exists (select 1 from connector_syncs later where later.connector_id = s.connector_id and later.id > s.id)`,
    );
    // Usage may be loaded after its credential is gone, so nothing in the schema ties these to one.
    await across(
      sql,
      (tx) => tx`delete from credential_networks n where first_seen_at < now() - interval '1 day'
        and not exists (select 1 from credentials c where c.id = n.credential_id)`,
    );
    await across(
      sql,
      (tx) => tx`delete from limit_counts where window_number < floor(extract(epoch from now()) / 3600) - 1`,
    );
    await across(sql, (tx) => tx`delete from throttles where window_start < now() - interval '24 hours'`);
    await across(
      sql,
      (tx) => tx`delete from uploads u where created_at < now() - interval '24 hours'
        and not exists (select 1 from sources s where s.upload_id = u.id and s.status = 'importing')
        and not exists (select 1 from source_loads l where l.upload_id = u.id and l.status = 'pending')`,
    );
    await across(sql, (tx) => tx`delete from source_loads where finished_at < now() - interval '90 days'`);
  });
  await sweepUploads(sql, path.join(config.dataFolder, "uploads"));
}

/** Runs `work` unless another instance is at it. */
async function alone(sql: Sql, work: () => Promise<void>): Promise<void> {
  await sql.begin(async (tx) => {
    const [lock] = await tx<{ held: boolean }[]>`select pg_try_advisory_xact_lock(${LOCK}) as held`;
    if (lock?.held) await work();
  });
}

async function across(sql: Sql, work: (tx: TransactionSql) => Promise<unknown>): Promise<void> {
  await sql.begin(async (tx) => {
    await tx`select set_config('gatehouse.org_id', ${ACROSS_TENANTS.orgId}, true)`;
    await work(tx);
  });
}

/** Deletes old files in the uploads folder that no row speaks of any more. A missing folder has nothing to sweep. */
async function sweepUploads(sql: Sql, folder: string): Promise<void> {
  const files = await readdir(folder).catch(() => []);
  const old: string[] = [];
  for (const file of files) {
    const found = await stat(path.join(folder, file)).catch(() => null);
    if (found && Date.now() - found.mtimeMs > UPLOAD_KEPT_MS) old.push(file);
  }
  if (old.length === 0) return;
  await across(sql, async (tx) => {
    const rows = await tx<{ id: string }[]>`select id from uploads where id = any(${old})
      union select upload_id from sources where upload_id = any(${old}) and status = 'importing'
      union select upload_id from source_loads where upload_id = any(${old}) and status = 'pending'`;
    const kept = new Set(rows.map(({ id }) => id));
    for (const file of old) if (!kept.has(file)) await rm(path.join(folder, file), { recursive: true, force: true });
  });
}
