import type postgres from "postgres";
import type { PostgresSettings } from "#contract/connector-settings.ts";
import type { ColumnType } from "#contract/source.ts";
import { MAX_COLUMNS } from "#contract/source-limits.ts";
import { columnNames } from "../importing/column-names.ts";
import { quoteIdentifier } from "../importing/source-table.ts";
import type { FoundColumn } from "./plan-columns.ts";
import { StepProblem } from "./step-problem.ts";

/** The one statement of a connector. */
export const statementOf = ({ schema, table, query }: PostgresSettings): string =>
  query ?? `select * from ${quoteIdentifier(schema)}.${quoteIdentifier(table ?? "")}`;

/** By the OIDs of PostgreSQL's own types, which never change. Whatever is not here is taken as the text it has there. */
const types: Record<number, ColumnType> = {
  16: "boolean",
  20: "integer",
  21: "integer",
  23: "integer",
  26: "integer",
  114: "json",
  700: "number",
  701: "number",
  1082: "date",
  1114: "timestamp",
  1184: "timestamp",
  3802: "json",
};
const NUMERIC = 1700;
/** A double keeps 15 decimal digits, whatever they are, and 64 bits keep 18. */
const DIGITS_OF_DOUBLE = 15;
const DIGITS_OF_INTEGER = 18;

type Described = { name: string; type: number; table: number; number: number };

/**
 * The columns of a statement, without running it. A cursor is declared for it, which PostgreSQL does for one statement
 * that reads rows, and for nothing else; it asks for every permission that reading needs. `firstRow` runs it up to there.
 */
export async function describeRemote(
  tx: postgres.TransactionSql,
  statement: string,
  { firstRow = false } = {},
): Promise<FoundColumn[]> {
  // Never the simple protocol, which would run several statements one after the other.
  const alone = { simple: false } as unknown as { prepare: boolean };
  const { columns } = await tx.unsafe(statement, [], alone).describe();
  const described = columns as unknown as Described[];
  if (!described || described.length === 0) throw new StepProblem("query", "The query gives no columns.");
  if (described.length > MAX_COLUMNS)
    throw new StepProblem("columns", `There are more than ${MAX_COLUMNS} columns. Leave some out by a query.`);
  await tx.unsafe(`declare gatehouse_rows no scroll cursor for ${statement}`, [], alone);
  if (firstRow) await tx.unsafe("fetch 1 from gatehouse_rows");
  await tx.unsafe("close gatehouse_rows");
  const modifiers = await numericModifiers(tx, described);
  const names = columnNames(described.map(({ name }) => name));
  return described.map((column, index) => ({
    name: names[index] ?? column.name,
    key: column.name,
    type:
      column.type === NUMERIC
        ? numericType(modifiers.get(`${column.table}.${column.number}`))
        : (types[column.type] ?? "text"),
    index,
    empty: false,
  }));
}

/** Precision and scale of those that are columns of a table; of what is computed nobody knows them. */
async function numericModifiers(
  tx: postgres.TransactionSql,
  columns: readonly Described[],
): Promise<Map<string, number>> {
  const numeric = columns.filter(({ type, table }) => type === NUMERIC && table !== 0);
  if (numeric.length === 0) return new Map();
  const tables = [...new Set(numeric.map(({ table }) => table))].map(Number).join(",");
  const rows = await tx.unsafe<{ at: string; modifier: string }[]>(
    `select attrelid || '.' || attnum as at, atttypmod::text as modifier from pg_catalog.pg_attribute where attrelid in (${tables})`,
  );
  return new Map(rows.map(({ at, modifier }) => [at, Number(modifier)]));
}

/** `numeric(p,s)` becomes what keeps all of its digits; one without a precision becomes a double. */
function numericType(modifier = -1): ColumnType {
  if (modifier < 4) return "number";
  const precision = (modifier - 4) >> 16;
  const scale = (modifier - 4) & 0x7ff;
  if (scale === 0 && precision <= DIGITS_OF_INTEGER) return "integer";
  return precision <= DIGITS_OF_DOUBLE && scale <= precision ? "number" : "text";
}
