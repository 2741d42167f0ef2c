import { and, eq, sql } from "drizzle-orm";
import type { FieldError } from "#contract/problem.ts";
import type { Column } from "#contract/source.ts";
import { MAX_ROWS } from "#contract/source-limits.ts";
import type { Db } from "#db/client.ts";
import { sources } from "#db/schema/sources.ts";
import { Refusal } from "../refusal.ts";
import { converters, whyNot } from "./convert-cell.ts";
import { qualified, quoteIdentifier, sqlTypes } from "./source-table.ts";

type Row = Readonly<Record<string, unknown>>;

const TOLD_ERRORS = 50;

/**
 * Puts a few rows after those of a source whose row is locked by this transaction: all of them or none. A column that a
 * row lacks stays empty. Refuses with `invalid_input` that names `rows.N.column`.
 */
export async function insertRows(
  db: Db,
  source: typeof sources.$inferSelect,
  rows: readonly Row[],
  now: Date,
): Promise<void> {
  const { columns: known } = source;
  if (source.rowCount + rows.length > MAX_ROWS)
    throw new Refusal("invalid_input", "With these rows the source would have more than 10 million.", {
      errors: [{ attr: "rows", code: "too_big", detail: "A source has at most 10 million rows." }],
    });
  const cells = convert(rows, known);
  const names = known.map(({ name }) => quoteIdentifier(name)).join(", ");
  const values = known.map(({ type }, index) => `(cells ->> ${index})::${sqlTypes[type]}`).join(", ");
  await db.execute(
    sql`insert into ${sql.raw(qualified(source.tableName))} (${sql.raw(names)}) select ${sql.raw(values)}
      from jsonb_array_elements(${JSON.stringify(cells)}::text::jsonb) with ordinality as rows(cells, place) order by place`,
  );
  await db
    .update(sources)
    .set({
      columns: known.map((column, at) => ({
        ...column,
        nullable: column.nullable || cells.some((row) => row[at] === null),
      })),
      rowCount: sql`${sources.rowCount} + ${rows.length}`,
      dataVersion: sql`${sources.dataVersion} + 1`,
      dataUpdatedAt: sql`clock_timestamp()`,
      updatedAt: now,
      version: sql`${sources.version} + 1`,
    })
    .where(and(eq(sources.orgId, source.orgId), eq(sources.id, source.id)));
}

/** The cells of each row in the order of the columns, as PostgreSQL takes them. */
function convert(rows: readonly Row[], known: readonly Column[]): (string | null)[][] {
  const errors: FieldError[] = [];
  const names = new Set(known.map(({ name }) => name));
  for (const [at, row] of rows.entries())
    for (const name of Object.keys(row))
      if (!names.has(name))
        errors.push({
          attr: `rows.${at}.${name}`,
          code: "unknown_column",
          detail: `The source has no column ${JSON.stringify(name)}.`,
        });
  const cells = rows.map((row, at) =>
    known.map(({ name, type }) => {
      const cell = Object.hasOwn(row, name) ? row[name] : null;
      const value = converters[type](cell);
      if (value !== undefined) return value;
      errors.push({ attr: `rows.${at}.${name}`, code: "invalid_value", detail: `The value ${whyNot(cell, type)}.` });
      return null;
    }),
  );
  if (errors.length > 0)
    throw new Refusal("invalid_input", `Nothing was appended: ${errors[0]?.attr}: ${errors[0]?.detail}`, {
      errors: errors.slice(0, TOLD_ERRORS),
    });
  return cells;
}
