import type { TransactionSql } from "postgres";
import type { Column } from "#contract/source.ts";
import { qualified, quoteIdentifier } from "../importing/source-table.ts";

type Table = { name: string; columns: readonly Pick<Column, "name" | "type">[]; rows: number };
export type Counted = { added: number; changed: number | null; removed: number; note: string | null };

/**
 * What became of the rows of a source, exactly. By key columns: a row whose key is new was added, one whose key is gone
 * was removed, one of the same key and other values was changed. Without a key, or where it does not tell the rows apart,
 * whole rows are compared, each as often as it occurs, and a changed row counts as one removed and one added.
 * Columns that only one of both tables has are not compared.
 */
export async function countChanges(
  tx: TransactionSql,
  before: Table,
  after: Table,
  keys: readonly string[],
): Promise<Counted> {
  const common = after.columns.filter(({ name, type }) =>
    before.columns.some((column) => column.name === name && column.type === type),
  );
  if (common.length === 0) return { added: after.rows, changed: null, removed: before.rows, note: null };
  const keyed = keys.length > 0 && keys.every((key) => common.some(({ name }) => name === key));
  if (keyed && (await isKey(tx, before.name, keys)) && (await isKey(tx, after.name, keys)))
    return { ...(await byKey(tx, before.name, after.name, keys, common)), note: null };
  const note = keyed
    ? "The key columns do not tell the rows apart: some occur twice, or hold no value. Whole rows were compared instead."
    : null;
  return { ...(await byRow(tx, before.name, after.name, common)), changed: null, note };
}

const list = (names: readonly string[], of = "") => names.map((name) => of + quoteIdentifier(name)).join(", ");

async function isKey(tx: TransactionSql, table: string, keys: readonly string[]): Promise<boolean> {
  const missing = keys.map((key) => `${quoteIdentifier(key)} is null`).join(" or ");
  const [row] = await tx.unsafe<{ fails: boolean }[]>(`select exists (select from ${qualified(table)} where ${missing})
    or exists (select from ${qualified(table)} group by ${list(keys)} having count(*) > 1) as fails`);
  return row?.fails === false;
}

async function byKey(
  tx: TransactionSql,
  before: string,
  after: string,
  keys: readonly string[],
  common: readonly { name: string }[],
) {
  const names = common.map(({ name }) => name);
  const same = keys.map((key) => `o.${quoteIdentifier(key)} = n.${quoteIdentifier(key)}`).join(" and ");
  const [row] = await tx.unsafe<{ added: string; removed: string; changed: string }[]>(`
    select count(*) filter (where o._row is null) as added, count(*) filter (where n._row is null) as removed,
      count(*) filter (where o._row is not null and n._row is not null
        and row(${list(names, "o.")}) is distinct from row(${list(names, "n.")})) as changed
    from ${qualified(before)} o full join ${qualified(after)} n on ${same}`);
  return { added: Number(row?.added), removed: Number(row?.removed), changed: Number(row?.changed) };
}

async function byRow(tx: TransactionSql, before: string, after: string, common: readonly { name: string }[]) {
  const names = list(common.map(({ name }) => name));
  const only = (one: string, other: string) =>
    `(select count(*) from (select ${names} from ${qualified(one)} except all select ${names} from ${qualified(other)}) rest)`;
  const [row] = await tx.unsafe<{ added: string; removed: string }[]>(
    `select ${only(after, before)} as added, ${only(before, after)} as removed`,
  );
  return { added: Number(row?.added), removed: Number(row?.removed) };
}
