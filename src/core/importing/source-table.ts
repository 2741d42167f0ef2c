import type { Column, ColumnType } from "#contract/source.ts";

/** An identifier as it stands in SQL. Whatever it holds, it stays one identifier. */
export const quoteIdentifier = (name: string): string => `"${name.replaceAll('"', '""')}"`;
const quoteLiteral = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** The table of a source, in the schema that holds nothing else. */
export const qualified = (tableName: string): string => `data.${quoteIdentifier(tableName)}`;

export const sqlTypes: Record<ColumnType, string> = {
  text: "text",
  integer: "int8",
  number: "float8",
  boolean: "boolean",
  date: "date",
  timestamp: "timestamptz",
  json: "jsonb",
};

export const createTable = (tableName: string, columns: readonly Column[]): string =>
  `create table ${qualified(tableName)} (_row bigint generated always as identity, ${columns
    .map((column) => `${quoteIdentifier(column.name)} ${sqlTypes[column.type]}`)
    .join(", ")})`;

export const copyInto = (tableName: string, columns: readonly Column[]): string =>
  `copy ${qualified(tableName)} (${columns.map((column) => quoteIdentifier(column.name)).join(", ")}) from stdin`;

/**
 * After the rows are in: COPY refuses tables with row-level security, and an index is built faster at once. FORCE,
 * because the application's role owns the table and owners are exempt otherwise.
 */
export const finishTable = (tableName: string, orgId: string): string[] => [
  `alter table ${qualified(tableName)} add primary key (_row)`,
  `alter table ${qualified(tableName)} enable row level security`,
  `alter table ${qualified(tableName)} force row level security`,
  `create policy tenant on ${qualified(tableName)} using (tenant_visible(${quoteLiteral(orgId)})) with check (tenant_visible(${quoteLiteral(orgId)}))`,
  `analyze ${qualified(tableName)}`,
];

/** Puts the rows of one table after those of another, in their order. */
export function moveRows(from: string, to: string, columns: readonly Column[]): string {
  const names = columns.map((column) => quoteIdentifier(column.name)).join(", ");
  return `insert into ${qualified(to)} (${names}) select ${names} from ${qualified(from)} order by _row`;
}

export const dropTable = (tableName: string): string => `drop table if exists ${qualified(tableName)}`;

const escapes: Record<string, string> = { "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t" };

/** A value in COPY's text format; null is `\N`. */
export const copyText = (value: string | null): string =>
  value === null ? "\\N" : /[\\\n\r\t]/.test(value) ? value.replace(/[\\\n\r\t]/g, (char) => escapes[char]!) : value;
