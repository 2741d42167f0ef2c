import { type SQL, sql } from "drizzle-orm";
import type { ColumnType } from "#contract/source.ts";
import { identifier, ordered, readableValue, tableOf } from "./cell-sql.ts";
import { rowsOf } from "./compile-select.ts";
import type { Grouping, Output } from "./parse-query.ts";
import type { SourceView } from "./source-view.ts";

/** One statement for the groups of a view. The shown columns come as c0, c1 …. */
export function compileGroups(view: SourceView, { outputs, shown, sort, conditions }: Grouping, limit: number): SQL {
  const inner = (output: Output): SQL => sql.raw(`o${outputs.indexOf(output)}`);
  const keys = outputs.filter(({ of }) => "key" in of);
  const groupBy = keys.length === 0 ? sql`` : sql.raw(` group by ${keys.map((_, index) => index + 1).join(", ")}`);
  const groups = sql`select ${list(outputs.map((output) => sql`${expressionOf(output)} as ${inner(output)}`))} from ${tableOf(view.tableName)}${rowsOf(view, conditions)}${groupBy}`;

  const inOrder = (value: SQL, type: ColumnType) => (type === "text" ? sql`${value} collate "C"` : value);
  const given = sort.map(
    ({ column, descending }) =>
      sql`${inOrder(inner(column), column.type)} ${descending ? sql`desc` : sql`asc`} nulls last`,
  );
  // Groups that are alike in what is sorted by stand in the order of their keys, so that an answer is always the same.
  const ties = keys.map((output) => sql`${inOrder(inner(output), output.type)} asc nulls last`);
  const order = [...given, ...ties];
  const cells = shown.map(
    (output, index) => sql`${readableValue(inner(output), output.type)} as ${sql.raw(`c${index}`)}`,
  );
  return sql`select ${list(cells)} from (${groups}) as groups${order.length > 0 ? sql` order by ${list(order)}` : sql``} limit ${limit}::int8`;
}

const list = (parts: SQL[]): SQL => sql.join(parts, sql`, `);

function expressionOf({ of }: Output): SQL {
  if ("key" in of) return of.bucket === undefined ? identifier(of.key) : bucketed(of.key, of.bucket);
  const { function: name, column } = of;
  if (!column) return sql`count(*)`;
  switch (name) {
    case "count":
      return sql`count(${identifier(column)})`;
    case "count_distinct":
      return sql`count(distinct ${identifier(column)})`;
    case "sum":
      return sql`sum(${identifier(column)})`;
    case "avg":
      // Of integers the sum is exact, and divided once it is the nearest double; avg() rounds twice. Of none it is null.
      return column.type === "integer"
        ? sql`sum(${identifier(column)})::float8 / count(${identifier(column)})`
        : sql`avg(${identifier(column)})`;
    default:
      return sql`${sql.raw(name)}(${ordered(column)})`;
  }
}

/** The beginning of the hour, day, week (Monday) … in UTC, wherever the server stands. */
function bucketed(column: Parameters<typeof identifier>[0], bucket: string): SQL {
  const name = identifier(column);
  const local = column.type === "timestamp" ? sql`${name} at time zone 'UTC'` : sql`${name}::timestamp`;
  const begin = sql`date_trunc(${sql.raw(`'${bucket}'`)}, ${local})`;
  return bucket === "hour" ? sql`${begin} at time zone 'UTC'` : sql`${begin}::date`;
}
