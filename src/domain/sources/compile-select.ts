import { and, or, type SQL, sql } from "drizzle-orm";
import type { Column, ColumnType } from "#contract/source.ts";
import { qualified, quoteIdentifier } from "#core/importing/source-table.ts";
import type { Condition } from "./parse-filter.ts";
import type { Selection, SortKey } from "./parse-selection.ts";

/** The last row of the page before: its number, and its values in the sort columns, null for none. */
export type Anchor = { row: string; values: (string | null)[] };

const identifier = (column: Column): SQL => sql.raw(quoteIdentifier(column.name));
const tableOf = (tableName: string): SQL => sql.raw(qualified(tableName));

/** A parameter goes over as text and is cast by the server, whatever the driver would make of its type. */
const casts: Record<ColumnType, SQL> = {
  text: sql`::text`,
  integer: sql`::text::int8`,
  number: sql`::text::float8`,
  boolean: sql`::text::boolean`,
  date: sql`::text::date`,
  timestamp: sql`::text::timestamptz`,
  json: sql`::text::jsonb`,
};
const parameter = (value: string, { type }: Column): SQL => sql`${value}${casts[type]}`;

/** Text is put in order by code points, on every installation alike and whatever the database's locale is. */
const ordered = (column: Column): SQL =>
  column.type === "text" ? sql`${identifier(column)} collate "C"` : identifier(column);

/** A cell as it is handed over: dates in ISO 8601 with all digits, JSON as text; see `toWire`. */
function readable(column: Column): SQL {
  const name = identifier(column);
  if (column.type === "date") return sql`to_char(${name}, 'YYYY-MM-DD')`;
  if (column.type === "timestamp") return sql`to_char(${name} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;
  if (column.type === "json" || column.type === "integer") return sql`${name}::text`;
  return name;
}

/** A cell as text that gives the very same value when it is cast back. */
const exactText = (column: Column): SQL =>
  column.type === "timestamp" || column.type === "date" ? readable(column) : sql`${identifier(column)}::text`;

const operators = { lt: sql`<`, lte: sql`<=`, gt: sql`>`, gte: sql`>=` } as const;

function compileCondition(condition: Condition): SQL {
  const { column, op } = condition;
  const name = identifier(column);
  switch (op) {
    case "is_null":
      return condition.value ? sql`${name} is null` : sql`${name} is not null`;
    case "in":
      return sql`${name} in (${sql.join(
        condition.values.map((value) => parameter(value, column)),
        sql`, `,
      )})`;
    case "eq":
      return sql`${name} = ${parameter(condition.value, column)}`;
    case "ne":
      // Everything that eq leaves out, rows without a value too.
      return sql`${name} is distinct from ${parameter(condition.value, column)}`;
    case "like":
      return sql`${name} like ${parameter(condition.value, column)}`;
    case "ilike":
      return sql`${name} ilike ${parameter(condition.value, column)}`;
    default:
      return sql`${ordered(column)} ${operators[op]} ${parameter(condition.value, column)}`;
  }
}

/** Rows without a value come last in either direction. */
const orderBy = (sort: readonly SortKey[]): SQL =>
  sql.join(
    [
      ...sort.map(({ column, descending }) => sql`${ordered(column)} ${descending ? sql`desc` : sql`asc`} nulls last`),
      sql`_row asc`,
    ],
    sql`, `,
  );

/** The rows that come after the anchor in the order of `orderBy`. */
function afterAnchor(sort: readonly SortKey[], { row, values }: Anchor): SQL | undefined {
  const alike: SQL[] = [];
  const ways: (SQL | undefined)[] = [];
  for (const [index, { column, descending }] of sort.entries()) {
    const value = values[index] ?? null;
    const name = ordered(column);
    if (value !== null) {
      const bound = parameter(value, column);
      ways.push(and(...alike, sql`(${name} ${descending ? sql`<` : sql`>`} ${bound} or ${name} is null)`));
      alike.push(sql`${name} = ${bound}`);
    } else alike.push(sql`${name} is null`);
  }
  ways.push(and(...alike, sql`_row > ${row}::text::int8`));
  return or(...ways);
}

const where = (conditions: readonly (SQL | undefined)[]): SQL => {
  const all = and(...conditions);
  return all ? sql` where ${all}` : sql``;
};

type Window = { limit: number; offset?: number; after?: Anchor | undefined };

/** One statement for a page or, without a window, for all rows. Columns come as c0, c1 … and the row's number as r. */
export function compileSelect(tableName: string, { fields, sort, conditions }: Selection, window?: Window): SQL {
  const cells = fields.map((column, index) => sql`${readable(column)} as ${sql.raw(`c${index}`)}`);
  const select = sql`select ${sql.join([sql`_row::text as r`, ...cells], sql`, `)} from `;
  const tests = [...conditions.map(compileCondition), window?.after && afterAnchor(sort, window.after)];
  const rows = sql`${tableOf(tableName)}${where(tests)} order by ${orderBy(sort)}`;
  if (!window) return sql`${select}${rows}`;
  // The page is cut out first: otherwise every row that is passed over would be made readable too.
  return sql`${select}(select * from ${rows} limit ${window.limit}::int8 offset ${window.offset ?? 0}::int8) as page order by ${orderBy(sort)}`;
}

export const compileCount = (tableName: string, { conditions }: Selection): SQL =>
  sql`select count(*)::text as count from ${tableOf(tableName)}${where(conditions.map(compileCondition))}`;

/** What an anchor needs of the row with that number. */
export const compileAnchor = (tableName: string, { sort }: Selection, row: string): SQL =>
  sql`select ${sql.join([sql`_row::text as r`, ...sort.map(({ column }, index) => sql`${exactText(column)} as ${sql.raw(`c${index}`)}`)], sql`, `)} from ${tableOf(tableName)} where _row = ${row}::text::int8`;
