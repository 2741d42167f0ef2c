import type { Kept } from "./kept-in.ts";

/** What has to be true for somebody to have a relation, before it is known who asks about what. */
export type Formula = boolean | Row | { any: Formula[] } | { all: Formula[] } | { not: Formula };

/** There is a row that relates the object to the asker, or to something for which `then` is true. */
export type Row = {
  kept: Pick<Kept, "table" | "object" | "subject">;
  where: { column: string; is: readonly string[] | true } | null;
  then: "asker" | Formula;
};

/** Any of them; what says the same is said once. */
export function any(parts: readonly Formula[]): Formula {
  const flat = unique(parts.flatMap((part) => (typeof part === "object" && "any" in part ? part.any : [part])));
  if (flat.includes(true)) return true;
  const merged = unique(mergeRows(flat.filter((part) => part !== false)));
  // A or (A and B) is A.
  const keys = new Set(merged.map(keyOf));
  const needed = merged.filter((part) => !isAll(part) || !part.all.some((each) => keys.has(keyOf(each))));
  return needed.length > 1 ? { any: needed } : (needed[0] ?? false);
}

/** All of them. */
export function all(parts: readonly Formula[]): Formula {
  const flat = unique(parts.flatMap((part) => (isAll(part) ? part.all : [part])));
  if (flat.includes(false)) return false;
  const needed = flat.filter((part) => part !== true);
  return needed.length > 1 ? { all: needed } : (needed[0] ?? true);
}

export function not(part: Formula): Formula {
  if (typeof part === "boolean") return !part;
  return "not" in part ? part.not : { not: part };
}

/** A row that leads to something for which `then` is true. */
export function row(kept: Kept, then: Row["then"]): Formula {
  if (then === false) return false;
  const { table, object, subject, where } = kept;
  return {
    kept: { table, object, subject },
    where: where ? { column: where.column, is: where.is === true ? true : [where.is] } : null,
    then,
  };
}

const isAll = (part: Formula): part is { all: Formula[] } => typeof part === "object" && "all" in part;
const isRow = (part: Formula): part is Row => typeof part === "object" && "kept" in part;
const keyOf = (part: Formula) => JSON.stringify(part);

function unique(parts: readonly Formula[]): Formula[] {
  return [...new Map(parts.map((part) => [keyOf(part), part])).values()];
}

/** Rows of one table that differ in one value only are one look at the table. */
function mergeRows(parts: readonly Formula[]): Formula[] {
  const rows = new Map<string, Row>();
  const others: Formula[] = [];
  for (const part of parts) {
    if (!isRow(part) || !part.where || part.where.is === true) {
      others.push(part);
      continue;
    }
    const key = JSON.stringify([part.kept, part.where.column, part.then]);
    const before = rows.get(key)?.where;
    const is = [...(before && before.is !== true ? before.is : []), ...part.where.is];
    rows.set(key, { ...part, where: { column: part.where.column, is: [...new Set(is)].toSorted() } });
  }
  return [...rows.values(), ...others];
}
