import type { TransactionSql } from "postgres";
import type { SyncChanges } from "#contract/connector.ts";
import type { Column } from "#contract/source.ts";
import type { Sql } from "#db/client.ts";
import { drizzleWithin } from "#db/drizzle-over.ts";
import { newId } from "#lib/id.ts";
import { appendAudit } from "../audit/append.ts";
import { auditSigner } from "../audit/signer.ts";
import { copyRows } from "../importing/copy-rows.ts";
import { keepRejections } from "../importing/fill-table.ts";
import { copyInto, createTable, finishTable } from "../importing/source-table.ts";
import { countChanges } from "./count-changes.ts";
import type { Fetched, Progress } from "./fetched.ts";
import { fingerprintOf } from "./fingerprint.ts";
import type { SyncJob, SyncOutcome } from "./sync-job.ts";

/** The source as it is before a sync. */
export type Before = {
  id: string;
  table_name: string;
  columns: Column[];
  row_count: string;
  status: string;
  data_version: number;
};
type Options = {
  sql: Sql;
  job: SyncJob;
  fetched: Fetched;
  before: Before | null;
  progress(change: Partial<Progress>): void;
};

/** The sync was cancelled, its connector deleted, or somebody else has taken it over. */
class SyncGone extends Error {}

/**
 * Puts the rows into a new table, counts what became of the old ones, and points the source to the new table: all of it,
 * the sync's end and its audit event in one commit, or nothing. Killed before it, the old rows stay. Readers that are at
 * the old table finish there.
 */
export async function loadRows(options: Options): Promise<SyncOutcome> {
  try {
    return await options.sql.begin((tx) => load(tx, options));
  } catch (error) {
    if (error instanceof SyncGone) return { kind: "gone" };
    throw error;
  }
}

async function load(tx: TransactionSql, options: Options): Promise<SyncOutcome> {
  const { job, fetched, before, progress } = options;
  const { sync } = job;
  const { tally, plan } = fetched;
  await tx`select set_config('gatehouse.org_id', ${sync.org_id}, true)`;
  progress({ phase: "importing" });
  const tableName = newId("src");
  await tx.unsafe(createTable(tableName, plan.columns));
  await copyRows(tx, copyInto(tableName, plan.columns), fetched.chunks);
  for (const statement of finishTable(tableName, sync.org_id)) await tx.unsafe(statement);

  progress({ phase: "comparing" });
  const columns = plan.columns.map(({ name, type, description }, i) => ({
    name,
    type,
    nullable: tally.empty[i] ?? true,
    description,
  }));
  const { note, ...changes } = await compare(tx, options, { name: tableName, columns, rows: tally.rows });
  const sourceId = before?.id ?? newId("src");
  const fields = {
    status: "ready",
    error: null,
    format: fetched.format,
    file_name: fetched.fileName,
    bytes: fetched.bytes,
    imported_bytes: fetched.bytes,
    table_name: tableName,
    columns: tx.json(columns),
    row_count: tally.rows,
    rejected_rows: tally.rejected,
  };
  let dataVersion = 1;
  if (before) {
    const [kept] = await tx<{ data_version: number }[]>`update sources set ${tx(fields)}, upload_id = null,
      data_version = data_version + 1, data_updated_at = clock_timestamp(), updated_at = clock_timestamp(), version = version + 1
      where id = ${sourceId} and org_id = ${sync.org_id} and table_name = ${before.table_name} returning data_version`;
    // Deleted or replaced while the rows were loaded.
    if (!kept) throw new SyncGone();
    dataVersion = kept.data_version;
  } else
    await tx`insert into sources ${tx({
      id: sourceId,
      org_id: sync.org_id,
      project_id: sync.project_id,
      livemode: sync.livemode,
      name: sync.name,
      created_by: sync.created_by,
      data_updated_at: new Date(),
      ...fields,
    })}`;
  await keepRejections(tx, { orgId: sync.org_id, sourceId }, tally);
  await noteLoad(tx, options, { sourceId, changes });

  const told: SyncChanges = { total: tally.rows, rejected: tally.rejected, ...changes };
  const fingerprint = fingerprintOf(sync.settings, null, columns);
  const seen = { fingerprint, ...fetched.content, dataVersion };
  // The connector before its sync, as everywhere, so that nobody waits for each other in a circle.
  await tx`update connectors set source_id = ${sourceId}, seen = ${tx.json(seen)}, failures = 0, accepted_columns = null,
    review = ${plan.review === null ? null : tx.json(plan.review)} where id = ${sync.connector_id}`;
  const [ours] = await tx`update connector_syncs set status = 'succeeded', changes = ${tx.json(told)}, note = ${note},
    phase = null, finished_at = clock_timestamp(), leased_until = null, rows_read = ${tally.rows + tally.rejected},
    bytes_read = ${fetched.bytes} where id = ${sync.id} and status = 'running' returning id`;
  if (!ours) throw new SyncGone();
  await record(tx, options, sourceId, told);
  return { kind: "succeeded" };
}

/** Nobody changes the source from here on, so what is counted is what is replaced. */
async function compare(
  tx: TransactionSql,
  { before, job }: Options,
  after: { name: string; columns: Column[]; rows: number },
) {
  if (before === null) return { added: after.rows, changed: 0, removed: 0, note: null };
  await tx`select 1 from sources where id = ${before.id} for update`;
  const former = { name: before.table_name, columns: before.columns, rows: Number(before.row_count) };
  return countChanges(tx, former, after, job.sync.key_columns);
}

/** Among the loads of the source, where its page looks, and the sweep: the former table is kept for a moment for its readers. */
async function noteLoad(
  tx: TransactionSql,
  { job, before, fetched }: Options,
  { sourceId, changes }: { sourceId: string; changes: { added: number; removed: number } },
): Promise<void> {
  if (before === null) return;
  const { sync } = job;
  await tx`insert into source_loads ${tx({
    id: newId("load"),
    org_id: sync.org_id,
    source_id: sourceId,
    kind: "replace",
    status: "done",
    upload_id: sync.id,
    columns: tx.json(fetched.plan.columns),
    choices: tx.json([]),
    compares: true,
    file_name: fetched.fileName,
    bytes: fetched.bytes,
    imported_bytes: fetched.bytes,
    row_count: fetched.tally.rows,
    rejected_rows: fetched.tally.rejected,
    appeared: changes.added,
    vanished: changes.removed,
    retired_table: before.table_name,
    created_by: sync.requested_by ?? sync.created_by,
    finished_at: new Date(),
  })}`;
}

async function record(
  tx: TransactionSql,
  { sql, job, before }: Options,
  sourceId: string,
  changes: SyncChanges,
): Promise<void> {
  const { sync, secret } = job;
  const origin = {
    orgId: sync.org_id,
    actor: { type: "system" as const, id: "connectors", name: "Connectors" },
    credentialId: null,
    ip: null,
    userAgent: null,
    requestId: null,
  };
  const event = {
    action: "connector.synced" as const,
    target: { type: "connector", id: sync.connector_id, name: sync.name },
    after: { sync_id: sync.id, source_id: sourceId, source_created: before === null, ...changes },
  };
  const [clock] = await tx<{ now: string }[]>`select clock_timestamp()::text as now`;
  await appendAudit(drizzleWithin(sql, tx), auditSigner(secret), origin, [event], new Date(clock?.now ?? Date.now()));
}
