import { mkdir, rm } from "node:fs/promises";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import type { Sql } from "#db/client.ts";
import type { Runtime } from "../runtime.ts";
import { ACROSS_TENANTS, inTenant } from "../tenant.ts";
import type { Progress } from "./fetched.ts";
import { finishFailed, finishUnchanged } from "./finish-sync.ts";
import { interruptSync } from "./interrupt-sync.ts";
import type { SyncJob, SyncMessage, SyncOutcome, TakenSync } from "./sync-job.ts";

/** A lease that has passed means that its holder died: it is renewed every second. */
const LEASE_SECONDS = 60;
const HEARTBEAT_MS = 1000;
const HEAP_MB = 512;
/** Of one organization, over all instances: so that its slow feeds leave room for the others. */
const MOST_OF_ONE = 2;

/**
 * Takes the sync that waits the longest and runs it in a thread of its own; gives whether there was one. It is taken by
 * a lease, and its own commit asks whether it is still the one that runs: whoever cancels it, or takes it over, wins.
 */
export async function syncNext(runtime: Runtime, stopping?: AbortSignal): Promise<boolean> {
  const sync = await take(runtime.sql);
  if (!sync) return false;
  const outcome = await runInThread(runtime, sync, stopping);
  if (outcome === "stopped") await inTenant(runtime.db, { orgId: sync.org_id }, (db) => interruptSync(db, sync));
  else await conclude(runtime, sync, outcome);
  return true;
}

function take(sql: Sql): Promise<TakenSync | undefined> {
  return sql.begin(async (tx) => {
    await tx`select set_config('gatehouse.org_id', ${ACROSS_TENANTS.orgId}, true)`;
    const [row] = await tx<TakenSync[]>`
      update connector_syncs s set status = 'running', phase = 'connecting', started_at = clock_timestamp(),
        leased_until = clock_timestamp() + ${LEASE_SECONDS} * interval '1 second'
      from connectors c
      where c.id = s.connector_id and s.id = (
        select due.id from connector_syncs due where due.status = 'queued' and due.next_attempt_at <= clock_timestamp()
          and (select count(*) from connector_syncs busy
            where busy.org_id = due.org_id and busy.status = 'running') < ${MOST_OF_ONE}
        order by due.next_attempt_at for update skip locked limit 1)
      returning s.id, s.org_id, s.connector_id, s.attempt, c.name, c.project_id, c.livemode, c.settings, c.sealed_secret,
        c.key_columns, c.source_id, c.accepted_columns, c.seen, c.created_by, s.requested_by`;
    return row;
  });
}

async function conclude(runtime: Runtime, sync: TakenSync, outcome: SyncOutcome): Promise<void> {
  if (outcome.kind === "unchanged") await finishUnchanged(runtime, sync, outcome.review);
  else if (outcome.kind === "failed") await finishFailed(runtime, sync, outcome);
  else if (outcome.kind === "broken") {
    runtime.log.error({ err: outcome.error, sync: sync.id }, "a sync failed");
    const message = "The sync failed on our side. The log of this installation says why.";
    await finishFailed(runtime, sync, { step: null, message, review: null });
  } else if (outcome.kind === "gone") await endGone(runtime, sync);
}

/** Nothing was changed. Where nobody has ended the sync itself, its source was changed or deleted under it. */
function endGone(runtime: Runtime, sync: TakenSync): Promise<void> {
  const message = "The source was changed or deleted while its rows were loaded. Nothing was changed; sync again.";
  return finishFailed(runtime, sync, { step: "load", message, review: null });
}

async function runInThread(
  runtime: Runtime,
  sync: TakenSync,
  stopping?: AbortSignal,
): Promise<SyncOutcome | "stopped"> {
  const { config } = runtime;
  const folder = path.join(config.dataFolder, "uploads");
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const job: SyncJob = {
    sync,
    databaseUrl: config.databaseUrl,
    secret: config.secret,
    allowedRanges: config.outgoingAllowedRanges,
    // Among the uploads, where what a killed process leaves is swept away.
    path: path.join(folder, sync.id),
  };
  const file = "./sync-worker.ts";
  const thread = new Worker(new URL(/* turbopackIgnore: true */ file, import.meta.url), {
    workerData: job,
    resourceLimits: { maxOldGenerationSizeMb: HEAP_MB },
  });
  const state: Progress = { phase: "connecting", rows: 0, bytes: 0 };
  const over = new AbortController();
  const ended = new Promise<SyncOutcome>((resolve) => {
    const broken = (message: string) => resolve({ kind: "broken", error: { message } });
    thread.on("message", (message: SyncMessage) => {
      if ("progress" in message) Object.assign(state, message.progress);
      else resolve(message.outcome);
    });
    thread.once("error", (error: Error & { code?: string }) => broken(`${error.code ?? ""} ${error.message}`.trim()));
    thread.once("exit", (code) => broken(`The thread of a sync ended with code ${code}.`));
  });
  const stopped = new Promise<"stopped">((resolve) => {
    if (stopping?.aborted) resolve("stopped");
    stopping?.addEventListener("abort", () => resolve("stopped"), { once: true });
  });
  try {
    return await Promise.race([ended, stopped, keepAlive(runtime, sync, state, over.signal)]);
  } finally {
    over.abort();
    await thread.terminate();
    await rm(job.path, { force: true });
  }
}

/** Renews the lease and tells how far the sync is, until it turns out that it is no longer wanted. */
async function keepAlive(
  runtime: Runtime,
  { id, org_id }: TakenSync,
  state: Progress,
  over: AbortSignal,
): Promise<SyncOutcome> {
  for (;;) {
    await sleep(HEARTBEAT_MS, null, { signal: over, ref: false }).catch(() => {});
    if (over.aborted) return { kind: "gone" };
    const rows = await runtime.sql
      .begin(async (tx) => {
        await tx`select set_config('gatehouse.org_id', ${org_id}, true)`;
        return tx`update connector_syncs set leased_until = clock_timestamp() + ${LEASE_SECONDS} * interval '1 second',
          phase = ${state.phase}, rows_read = ${state.rows}, bytes_read = ${state.bytes}
          where id = ${id} and status = 'running' returning id`;
      })
      // While the database is away nothing can be told; if it stays away, the lease passes.
      .catch(() => null);
    if (rows?.length === 0) return { kind: "gone" };
  }
}
