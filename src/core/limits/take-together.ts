import type { Sql } from "#db/client.ts";
import type { LimitRule } from "./limit-keys.ts";
import { type Quota, strictest } from "./limiter.ts";
import { windowOf } from "./window.ts";

export type Take = { rules: readonly LimitRule[]; nowMs: number; cost: number };

type Row = { state: "taken" | "wait" | "unknown"; passes: boolean[] | null; used_of: string[] | null };

/**
 * Takes requests of one window out of the counts in the database, all by one statement. Gives their quotas; `wait` while
 * another instance still counts by itself; `unknown` if this one is not registered as one that counts together.
 */
export async function takeTogether(
  sql: Sql,
  instance: string,
  takes: readonly Take[],
): Promise<Quota[] | "wait" | "unknown"> {
  const window = windowOf(takes[0]?.nowMs ?? 0);
  // In one order on every instance, so that no two wait for each other.
  const keys = [...new Set(takes.flatMap(({ rules }) => rules.map(({ key }) => key)))].sort();
  const places = new Map(keys.map((key, index) => [key, index + 1]));
  const rules = takes.flatMap((take) => take.rules);
  let end = 0;
  const ends = takes.map((take) => (end += take.rules.length));
  const [row] = await sql<Row[]>`select state, passes, used_of from take_limits(${instance}, ${window}, ${keys}::text[],
    ${rules.map(({ key }) => places.get(key) ?? 0)}::int[],
    ${rules.map(({ limit }) => (Number.isFinite(limit) ? limit : null))}::bigint[],
    ${ends}::int[], ${takes.map(({ cost }) => cost)}::int[])`;
  if (row?.state !== "taken") return row?.state ?? "unknown";
  const counts = (row.used_of ?? []).map((used) => ({ used: Number(used) }));
  return takes.map((take, index) => {
    const first = (ends[index] ?? 0) - take.rules.length;
    return strictest(take.rules, counts.slice(first, ends[index]), row.passes?.[index] ?? false, window);
  });
}
