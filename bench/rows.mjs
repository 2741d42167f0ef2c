import { parseArgs } from "node:util";
import { PgDialect } from "drizzle-orm/pg-core";
import { startExporter } from "../src/core/exporting/exporter.ts";
import { streamExport } from "../src/core/exporting/stream-export.ts";
import { createTable, finishTable, qualified } from "../src/core/importing/source-table.ts";
import { startIndexer } from "../src/core/indexing/indexer.ts";
import { compileGroups } from "../src/core/reading/compile-query.ts";
import { compileSelect } from "../src/core/reading/compile-select.ts";
import { parseQuery } from "../src/core/reading/parse-query.ts";
import { parseSelection } from "../src/core/reading/parse-selection.ts";
import { connect } from "../src/db/client.ts";
import { migrateDatabase } from "../src/db/migrate.ts";
import { openWorkplace } from "./workplace.mjs";

/**
 * A source of many rows: what the database takes for a page by EXPLAIN ANALYZE, first and deep, in several orders, and
 * whether an export of all of them keeps its memory.
 *
 * `npm run bench -- rows [--rows 10000000]`
 */
const { values: options } = parseArgs({
  args: process.argv.slice(2).filter((arg) => arg !== "rows"),
  options: { rows: { type: "string", default: "10000000" } },
});
const rows = Number(options.rows);
const orgId = "org_bench";
const tableName = "src_bench";
const mib = (bytes) => Math.round(bytes / 1024 / 1024);

const column = (name, type) => ({ name, type, nullable: true, description: null, mask: null });
const columns = [
  column("n", "integer"),
  column("price", "number"),
  column("day", "date"),
  column("at", "timestamp"),
  column("word", "text"),
];
const view = { tableName, columns, where: undefined, fingerprint: "all", rowSecret: null, refused: null };

const place = await openWorkplace();
const log = { warn: (about, text) => console.warn(text, about.err) };
let sql;
let indexer;
let exporter;
try {
  const url = await place.database("rows");
  await migrateDatabase(url);
  sql = connect(url, { max: 1, statementTimeoutMs: 0, name: "gatehouse bench" });
  await sql.unsafe(createTable(tableName, columns));
  await sql`select set_config('gatehouse.org_id', ${orgId}, false)`;
  await sql.unsafe(`insert into ${qualified(tableName)} (n, price, day, at, word)
    select nullif((i * 7919) % 1000003, 0), (i % 100000) / 4.0, date '2020-01-01' + (i % 2000)::int,
      timestamptz '2020-01-01' + i * interval '13 seconds', 'word ' || (i % 5000)
    from generate_series(1::bigint, ${rows}) as series(i)`);
  for (const statement of finishTable(tableName, orgId)) await sql.unsafe(statement);
  indexer = startIndexer({ databaseUrl: url, log });
  indexer.want({ tableName, column: "n", descending: false });
  indexer.want({ tableName, column: "at", descending: true });
  await indexer.settled();

  const select = (asked, window) => compileSelect(view, parseSelection(asked, columns), { limit: 101, ...window });
  const query = { group_by: [{ column: "day", bucket: "month" }], aggregate: [{ function: "sum", column: "price" }] };
  const { groups } = parseQuery({ filter: [], sort: [], limit: 1000, ...query }, columns);
  const middle = { row: String(rows / 2), values: ["500000"] };
  const reads = {
    "first page": select({}),
    "first page, by n": select({ sort: "n" }),
    "first page, newest first": select({ sort: "-at" }),
    "page after a cursor in the middle": select({}, { after: { row: String(rows / 2), values: [] } }),
    "page after a cursor in the middle, by n": select({ sort: "n" }, { after: middle }),
    "page number at the bound of a million rows": select({}, { offset: 999_900 }),
    "sum of a column by month": compileGroups(view, groups, 1001),
  };
  console.log(`${rows.toLocaleString("en")} rows`);
  for (const [name, statement] of Object.entries(reads)) {
    const text = new PgDialect().sqlToQuery(statement);
    const times = [];
    for (let i = 0; i < 5; i++)
      times.push(
        await sql.begin(async (tx) => {
          await tx`select set_config('gatehouse.org_id', ${orgId}, true)`;
          const [plan] = await tx.unsafe(`explain (analyze, format json) ${text.sql}`, text.params);
          const [{ "Execution Time": run, "Planning Time": planning }] = plan["QUERY PLAN"];
          return run + planning;
        }),
      );
    const [, , median] = times.toSorted((a, b) => a - b);
    console.log(`${name.padEnd(48)} ${median.toFixed(1).padStart(9)} ms at the database, median of 5`);
  }

  exporter = startExporter(url);
  for (const format of ["csv", "parquet", "arrow"]) {
    const text = new PgDialect().sqlToQuery(compileSelect(view, parseSelection({}, columns)));
    const plan = { name: "rows", columns, ...text };
    const { stream } = await streamExport(exporter, orgId, plan, format);
    let bytes = 0;
    const begin = performance.now();
    const memory = [];
    let next = 0;
    for await (const chunk of stream) {
      bytes += chunk.length;
      if (performance.now() < next) continue;
      next = performance.now() + 250;
      memory.push(process.memoryUsage.rss());
    }
    const seconds = (performance.now() - begin) / 1000;
    const half = memory.length >> 1;
    const most = (part) => mib(Math.max(...part));
    console.log(
      `export as ${format.padEnd(8)} ${mib(bytes).toLocaleString("en")} MiB in ${seconds.toFixed(0)} s; resident memory at most ${most(memory.slice(0, half))} MiB in its first half, ${most(memory.slice(half))} MiB in its second`,
    );
  }
} finally {
  await indexer?.stop();
  await exporter?.stop();
  await sql?.end({ timeout: 5 });
  await place.close();
}
