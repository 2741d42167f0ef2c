import type { TransactionSql } from "postgres";
import type { Column } from "#contract/source.ts";
import { qualified, quoteIdentifier } from "./source-table.ts";

type Side = { table_name: string; columns: readonly Column[] };

/** More rows are not compared: it would take longer than loading them. */
const COMPARED_ROWS = 2_000_000;

/**
 * How many rows of the one table are not in the other, counting equal rows as often as they are there. Null where the
 * columns differ, or where there are too many rows.
 */
export async function compareTables(
  tx: TransactionSql,
  before: Side,
  after: Side,
): Promise<{ appeared: number; vanished: number } | null> {
  const shape = ({ columns }: Side) => JSON.stringify(columns.map(({ name, type }) => [name, type]).toSorted());
  if (shape(before) !== shape(after)) return null;
  const names = before.columns.map(({ name }) => quoteIdentifier(name)).join(", ");
  const rows = ({ table_name }: Side) => `select ${names} from ${qualified(table_name)}`;
  const count = async (text: string): Promise<number> =>
    Number((await tx.unsafe<{ count: string }[]>(`select count(*) as count from (${text}) as rows`))[0]?.count);
  for (const side of [before, after])
    if ((await count(`${rows(side)} limit ${COMPARED_ROWS + 1}`)) > COMPARED_ROWS) return null;
  return {
    appeared: await count(`${rows(after)} except all ${rows(before)}`),
    vanished: await count(`${rows(before)} except all ${rows(after)}`),
  };
}
