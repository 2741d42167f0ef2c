import type { Sql } from "#db/client.ts";

const PROGRESS_MS = 500;

/** Somebody deleted the source while it was being filled: everything is rolled back and nobody is told. */
export class SourceGone extends Error {}

export type Progress = {
  set(total: number): void;
  /** Called between batches, because the converting loop leaves timers no time. */
  check(): void;
  stop(): Promise<void>;
};

/**
 * Writes how far a file has been read into the row that waits for it, on a connection of its own since the import's
 * transaction shows nothing yet.
 */
export function reportProgress(
  sql: Sql,
  orgId: string,
  row: { table: "sources" | "source_loads"; id: string },
): Progress {
  let read = 0;
  let gone = false;
  let underway: Promise<void> = Promise.resolve();
  let lastAt = performance.now();
  const write = async () => {
    const rows = await sql.begin(async (tx) => {
      await tx`select set_config('gatehouse.org_id', ${orgId}, true)`;
      return tx`update ${tx(row.table)} set imported_bytes = least(${read}::bigint, bytes)
        where id = ${row.id} and status in ('importing', 'pending') returning id`;
    });
    if (rows.length === 0) gone = true;
  };
  return {
    set(total) {
      read = total;
    },
    check() {
      if (gone) throw new SourceGone();
      if (performance.now() - lastAt < PROGRESS_MS) return;
      lastAt = performance.now();
      underway = underway.then(write, () => {});
      underway.catch(() => {});
    },
    stop: () => underway.catch(() => {}),
  };
}
