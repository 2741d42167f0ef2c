import type { Db } from "#db/client.ts";
import { compileCount } from "./compile-select.ts";
import type { Condition } from "./condition.ts";
import type { OpenSource } from "./open-source.ts";

/**
 * How many rows of the view meet the conditions. The number that is kept with the source is told only to those who see
 * all of its rows.
 */
export async function countRows(
  db: Db,
  { source, view }: OpenSource,
  conditions: readonly Condition[] = [],
): Promise<number> {
  if (conditions.length === 0 && view.where === undefined) return source.rowCount;
  const [counted] = await db.execute<{ count: string }>(compileCount(view, conditions));
  return Number(counted?.count ?? 0);
}
