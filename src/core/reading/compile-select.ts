import { and, type SQL, sql } from "drizzle-orm";
import { exactText, ordered, parameter, readable, tableOf } from "./cell-sql.ts";
import { compileCondition } from "./compile-condition.ts";
import type { Condition } from "./condition.ts";
import type { Selection, SortKey } from "./parse-selection.ts";
import type { SourceView } from "./source-view.ts";

/** The last row of the page before: its number, and its values in the sort columns, null for none. */
export type Anchor = { row: string; values: (string | null)[] };

/** Rows without a value come last in either direction. */
const orderBy = (sort: readonly SortKey[]): SQL =>
  sql.join(
    [
      ...sort.map(({ column, descending }) => sql`${ordered(column)} ${descending ? sql`desc` : sql`asc`} nulls last`),
      sql`_row asc`,
    ],
    sql`, `,
  );

/**
 * The rows that come after the anchor in the order of `orderBy`, in parts that each are one stretch of an index; as one
 * condition, they would be looked for from the first row on.
 */
function partsAfter(sort: readonly SortKey[], { row, values }: Anchor): (SQL | undefined)[] {
  const alike: SQL[] = [];
  const parts: (SQL | undefined)[] = [];
  for (const [index, { column, descending }] of sort.entries()) {
    const value = values[index] ?? null;
    const name = ordered(column);
    if (value !== null) {
      const bound = parameter(value, column);
      parts.push(
        and(...alike, sql`${name} ${descending ? sql`<` : sql`>`} ${bound}`),
        and(...alike, sql`${name} is null`),
      );
      alike.push(sql`${name} = ${bound}`);
    } else alike.push(sql`${name} is null`);
  }
  parts.push(and(...alike, sql`_row > ${row}::text::int8`));
  return parts;
}

/** `where`: the rows that the view shows and that meet the conditions, and whatever else is asked of them. */
export function rowsOf(view: SourceView, conditions: readonly Condition[], ...more: (SQL | undefined)[]): SQL {
  const all = and(view.where && sql`(${view.where})`, ...conditions.map(compileCondition), ...more);
  return all ? sql` where ${all}` : sql``;
}

type Window = { limit: number; offset?: number; after?: Anchor | undefined };

/** One statement for a page or, without a window, for all rows. Columns come as c0, c1 … and the row's number as r. */
export function compileSelect(view: SourceView, { fields, sort, conditions }: Selection, window?: Window): SQL {
  const cells = fields.map((column, index) => sql`${readable(column)} as ${sql.raw(`c${index}`)}`);
  const select = sql`select ${sql.join([sql`_row::text as r`, ...cells], sql`, `)} from `;
  const order = orderBy(sort);
  const rowsThat = (more?: SQL) => sql`${tableOf(view.tableName)}${rowsOf(view, conditions, more)} order by ${order}`;
  if (!window) return sql`${select}${rowsThat()}`;
  const limit = sql`limit ${window.limit}::int8`;
  // The page is cut out first: otherwise every row that is passed over would be made readable too.
  if (!window.after)
    return sql`${select}(select * from ${rowsThat()} ${limit} offset ${window.offset ?? 0}::int8) as page order by ${order}`;
  const parts = partsAfter(sort, window.after).map((part) => sql`(select * from ${rowsThat(part)} ${limit})`);
  return sql`${select}(select * from (${sql.join(parts, sql` union all `)}) as parts order by ${order} ${limit}) as page order by ${order}`;
}

export const compileCount = (view: SourceView, conditions: readonly Condition[]): SQL =>
  sql`select count(*)::text as count from ${tableOf(view.tableName)}${rowsOf(view, conditions)}`;

/** What an anchor needs of the row with that number, if the view shows it. */
export const compileAnchor = (view: SourceView, { sort }: Selection, row: string): SQL =>
  sql`select ${sql.join([sql`_row::text as r`, ...sort.map(({ column }, index) => sql`${exactText(column)} as ${sql.raw(`c${index}`)}`)], sql`, `)} from ${tableOf(view.tableName)}${rowsOf(view, [], sql`_row = ${row}::text::int8`)}`;
