import { rmSync } from "node:fs";
import type { FeedSettings, PostgresSettings } from "#contract/connector-settings.ts";
import { connect, type Sql } from "#db/client.ts";
import { outgoingGuard } from "../net/outgoing-guard.ts";
import { unseal } from "../sealing.ts";
import { CONNECTOR_SECRET } from "./connector-secret.ts";
import type { Fetched, Progress, Reading, Unchanged } from "./fetched.ts";
import { fingerprintOf } from "./fingerprint.ts";
import type { Before } from "./load-rows.ts";
import { planColumns } from "./plan-columns.ts";
import { StepProblem } from "./step-problem.ts";
import type { SyncJob, SyncOutcome } from "./sync-job.ts";

const GRACE_SECONDS = 30;

/** One sync from the first connection to the commit. What its owner has to mend comes back as `failed`. */
export async function runSync(job: SyncJob, progress: (change: Partial<Progress>) => void): Promise<SyncOutcome> {
  const { sync, path, databaseUrl } = job;
  const sql = connect(databaseUrl, { max: 1, statementTimeoutMs: 0, name: "gatehouse sync" });
  try {
    const before = await readSource(sql, job);
    if (sync.source_id !== null && before === null) return { kind: "gone" };
    if (before && before.status === "importing")
      throw new StepProblem("load", "The source is being imported. Try again when that is done.");
    progress({ phase: "connecting", rows: 0, bytes: 0 });
    const fetched = await read(reading(job, before, progress));
    if (fetched.unchanged) return { kind: "unchanged", ...("review" in fetched && { review: fetched.review }) };
    const { loadRows } = await import("./load-rows.ts");
    return await loadRows({ sql, job, fetched, before, progress });
  } catch (error) {
    if (error instanceof StepProblem)
      return { kind: "failed", step: error.step, message: error.message, review: error.review };
    throw error;
  } finally {
    rmSync(path, { force: true });
    await sql.end({ timeout: 5 });
  }
}

function reading(job: SyncJob, before: Before | null, progress: Reading["progress"]): Reading {
  const { sync, secret, allowedRanges, path } = job;
  const { settings, sealed_secret, seen } = sync;
  // What was seen counts only while the source still holds just that.
  const same =
    seen !== null &&
    before !== null &&
    seen.fingerprint === fingerprintOf(settings, sync.accepted_columns, before.columns) &&
    seen.dataVersion === before.data_version;
  const known = { columns: before?.columns ?? null, accepted: sync.accepted_columns, keyColumns: sync.key_columns };
  return {
    settings,
    secret: sealed_secret === null ? null : unseal(secret, CONNECTOR_SECRET, sealed_secret),
    guard: outgoingGuard(allowedRanges),
    path,
    seen: same ? seen : null,
    plan: (found) => planColumns(found, known),
    progress,
    // A server ends its statement by itself; here the time to connect is counted too.
    signal: AbortSignal.timeout((settings.timeout_seconds + (settings.kind === "postgres" ? GRACE_SECONDS : 0)) * 1000),
  };
}

/** Each kind loads its own half: a thread is started for every sync. */
async function read(reading: Reading): Promise<Fetched | Unchanged> {
  if (reading.settings.kind === "postgres") {
    const { readPostgres } = await import("./read-postgres.ts");
    return readPostgres(reading as Reading<PostgresSettings>);
  }
  const { readFeed } = await import("./read-feed.ts");
  return readFeed(reading as Reading<FeedSettings>);
}

async function readSource(sql: Sql, { sync }: SyncJob): Promise<Before | null> {
  return sql.begin(async (tx) => {
    await tx`select set_config('gatehouse.org_id', ${sync.org_id}, true)`;
    const [source] = await tx<Before[]>`select id, table_name, columns, row_count, status, data_version from sources
      where org_id = ${sync.org_id} and id = ${sync.source_id}`;
    return source ?? null;
  });
}
