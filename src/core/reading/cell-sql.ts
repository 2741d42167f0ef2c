import { type SQL, sql } from "drizzle-orm";
import type { Mask } from "#contract/policy.ts";
import type { Column, ColumnType } from "#contract/source.ts";
import { qualified, quoteIdentifier } from "../importing/source-table.ts";
import type { ReadableColumn } from "./source-view.ts";

export const identifier = (column: Column): SQL => sql.raw(quoteIdentifier(column.name));
export const tableOf = (tableName: string): SQL => sql.raw(qualified(tableName));

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
export const parameter = (value: string, { type }: Column): SQL => sql`${value}${casts[type]}`;

/** Text is put in order by code points, on every installation alike and whatever the database's locale is. */
export const ordered = (column: Column): SQL =>
  column.type === "text" ? sql`${identifier(column)} collate "C"` : identifier(column);

/** A value as it is handed over: dates in ISO 8601 with all digits, JSON as text; see `toWire`. */
export function readableValue(value: SQL, type: ColumnType): SQL {
  if (type === "date") return sql`to_char(${value}, 'YYYY-MM-DD')`;
  if (type === "timestamp") return sql`to_char(${value} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;
  if (type === "json" || type === "integer") return sql`${value}::text`;
  return value;
}

/** A cell as it is handed over, behind its mask where it has one. */
export const readable = (column: ReadableColumn): SQL =>
  column.mask === null ? readableValue(identifier(column), column.type) : masked(column, column.mask);

/** A cell as text that gives the very same value when it is cast back. */
export const exactText = (column: Column): SQL =>
  column.type === "timestamp" || column.type === "date"
    ? readableValue(identifier(column), column.type)
    : sql`${identifier(column)}::text`;

/** What is left of a value behind a mask. Of short values nothing is shown, and a missing one looks as any other. */
function masked(column: Column, mask: Mask): SQL {
  const text = exactText(column);
  if (mask === "full") return sql`'••••'`;
  if (mask === "last4") return sql`case when length(${text}) > 8 then '••••' || right(${text}, 4) else '••••' end`;
  return hashed(text);
}

/** The two halves of an organization's key: subqueries that PostgreSQL answers once for a statement. */
const pad = (name: "inner_pad" | "outer_pad"): SQL =>
  sql`(select ${sql.raw(name)} from mask_keys where org_id = current_setting('gatehouse.org_id', true))`;

/**
 * HMAC-SHA256 (RFC 2104) under the organization's key, 128 bits in hex: equal values stay equal in all of its sources,
 * and nobody can try values out by themselves.
 */
const hashed = (text: SQL): SQL =>
  sql`left(encode(sha256(${pad("outer_pad")} || sha256(${pad("inner_pad")} || convert_to(coalesce(${text}, ''), 'UTF8'))), 'hex'), 32)`;
