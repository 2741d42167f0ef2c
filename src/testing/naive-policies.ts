import { createHmac } from "node:crypto";
import type { Mask, PolicyRules } from "#contract/policy.ts";
import type { RowCondition } from "#contract/row-condition.ts";
import type { Cell, ColumnType } from "#contract/source.ts";

/**
 * What data policies mean, once more and as plainly as can be: over rows in memory, with no SQL and none of the
 * program's own code. The tests hold the program against it.
 */
export type NaiveRow = Record<string, Cell>;
export type NaiveColumn = { name: string; type: ColumnType };
export type NaiveReader = { attributes: Record<string, string | null>; subjects: readonly string[] };
export type NaivePolicy = Pick<PolicyRules, "applies_to" | "rows" | "columns" | "other_columns">;
type Truth = boolean | null;

const subjectKey = (subject: NaivePolicy["applies_to"][number]): string =>
  subject.type === "everybody" ? "everybody" : "role" in subject ? `role ${subject.role}` : subject.id;

/** What the policies leave: columns with their masks, and rows with all their values. */
export function naiveView(
  policies: readonly NaivePolicy[],
  reader: NaiveReader,
  columns: readonly NaiveColumn[],
  rows: readonly NaiveRow[],
) {
  const binding = policies.filter(({ applies_to }) =>
    applies_to.some((subject) => reader.subjects.includes(subjectKey(subject))),
  );
  const types = new Map(columns.map(({ name, type }) => [name, type]));
  const seen = rows.filter((row) =>
    binding.every((policy) => policy.rows === null || truth(policy.rows, row, types, reader) === true),
  );
  const shown = columns.flatMap((column) => {
    const says = binding.map((policy) => {
      const rule = policy.columns.find(({ name }) => name === column.name);
      if (!rule) return policy.other_columns === "hidden" ? "hidden" : "visible";
      return rule.access === "masked" ? (rule.mask ?? "full") : rule.access;
    });
    const withheld = new Set<string>(says.filter((access) => access !== "visible"));
    if (withheld.has("hidden")) return [];
    const mask = withheld.size === 0 ? null : withheld.size > 1 ? "full" : ([...withheld][0] as Mask);
    return [{ ...column, mask }];
  });
  return { columns: shown, rows: seen };
}

function truth(node: RowCondition, row: NaiveRow, types: ReadonlyMap<string, ColumnType>, reader: NaiveReader): Truth {
  const part = (inner: RowCondition) => truth(inner, row, types, reader);
  if (node.and) return every(node.and.map(part));
  if (node.or) return negate(every(node.or.map(part).map(negate)));
  if (node.not) return negate(part(node.not));
  const { op = "eq", column, attribute, value, values } = node;
  if (column === undefined) {
    const known = reader.attributes[attribute ?? ""] ?? null;
    if (op === "is_null") return (known === null) === value;
    if (known === null) return null;
    if (op === "in") return values?.map(String).includes(known) ?? null;
    return compare(known, op, String(value));
  }
  const cell = row[column] ?? null;
  const type = types.get(column) ?? "text";
  if (op === "is_null") return (cell === null) === value;
  if (op === "in") return cell === null ? null : (values ?? []).some((item) => parsed(String(item), type) === cell);
  const text = attribute === undefined ? String(value) : (reader.attributes[attribute] ?? null);
  const other = text === null ? null : parsed(text, type);
  if (other === null) return null;
  if (cell === null) return op === "ne" ? true : null;
  return compare(cell, op, other);
}

const negate = (value: Truth): Truth => (value === null ? null : !value);
const every = (values: readonly Truth[]): Truth =>
  values.includes(false) ? false : values.includes(null) ? null : true;

/** A text as a value of the type; null: it is none. */
export function parsed(text: string, type: ColumnType): string | number | boolean | null {
  if (type === "text") return text;
  if (type === "integer") return /^-?\d{1,15}$/.test(text) ? Number(text) : null;
  if (type === "number") return /^-?\d{1,15}(\.\d+)?$/.test(text) ? Number(text) : null;
  if (type === "boolean") return text === "true" ? true : text === "false" ? false : null;
  if (type === "date") return /^\d{4}-\d\d-\d\d$/.test(text) ? text : null;
  if (type === "timestamp") return /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(text) ? text : null;
  return null;
}

/** Values of one type; the texts of these tests are ASCII, and times are written so that text puts them in order. */
export function compare(a: Cell, op: string, b: Cell): boolean {
  const less = (x: Cell, y: Cell) => (x as string | number) < (y as string | number);
  switch (op) {
    case "eq":
      return a === b;
    case "ne":
      return a !== b;
    case "lt":
      return less(a, b);
    case "lte":
      return !less(b, a);
    case "gt":
      return less(b, a);
    case "gte":
      return !less(a, b);
    default: {
      const pattern = String(b)
        .replace(/[.*+?^${}()|[\]\\]/g, "\\$&")
        .replaceAll("%", ".*")
        .replaceAll("_", ".");
      return new RegExp(`^${pattern}$`, op === "ilike" ? "is" : "s").test(String(a));
    }
  }
}

/** A cell as whoever reads it is given it. */
export function naiveCell(cell: Cell, { type, mask }: NaiveColumn & { mask: Mask | null }, hashKey: Buffer): Cell {
  if (mask === null) return cell;
  if (mask === "full") return "••••";
  const text = cell === null ? "" : type === "timestamp" ? String(cell).replace("Z", ".000000Z") : String(cell);
  if (mask === "hash") return createHmac("sha256", hashKey).update(text).digest("hex").slice(0, 32);
  return text.length > 8 ? `••••${text.slice(-4)}` : "••••";
}
