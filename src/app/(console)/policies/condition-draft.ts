import type { RowCondition } from "#contract/row-condition.ts";
import type { FilterOp } from "#contract/source.ts";

/** A comparison while it is being written. Values are text; `in` takes one on each line. */
export type Comparison = {
  key: string;
  left: { kind: "column" | "attribute"; name: string };
  op: FilterOp;
  right: "value" | "attribute";
  text: string;
};
/** Parts that all hold, or of which one does; turned round where `negated`. */
export type Group = { key: string; join: "and" | "or"; negated: boolean; parts: Part[] };
export type Part = Comparison | Group;
export const isGroup = (part: Part): part is Group => "parts" in part;

let made = 0;
const newKey = () => `part-${made++}`;
export const newGroup = (parts: Part[] = [], join: Group["join"] = "and", negated = false): Group => ({
  key: newKey(),
  join,
  negated,
  parts,
});
export const newComparison = (column: string): Comparison => ({
  key: newKey(),
  left: { kind: "column", name: column },
  op: "eq",
  right: "value",
  text: "",
});

/** A condition as the builder shows it: always a group on top. */
export function groupOf(rows: RowCondition | null): Group {
  if (rows === null) return newGroup();
  const part = partOf(rows);
  return isGroup(part) ? part : newGroup([part]);
}

function partOf(node: RowCondition): Part {
  if (node.and) return newGroup(node.and.map(partOf), "and");
  if (node.or) return newGroup(node.or.map(partOf), "or");
  if (node.not) {
    const inner = partOf(node.not);
    return isGroup(inner) && !inner.negated ? { ...inner, negated: true } : newGroup([inner], "and", true);
  }
  const { column, attribute = "user.id", op = "eq", value, values } = node;
  const byAttribute = column !== undefined && node.attribute !== undefined;
  return {
    key: newKey(),
    left: column === undefined ? { kind: "attribute", name: attribute } : { kind: "column", name: column },
    op,
    right: byAttribute ? "attribute" : "value",
    text: byAttribute ? attribute : values ? values.join("\n") : String(value ?? ""),
  };
}

/** What the builder holds, as a condition; null: nothing yet. */
export function rowsOf(group: Group): RowCondition | null {
  const parts = group.parts.flatMap((part) => (isGroup(part) ? (rowsOf(part) ?? []) : comparisonOf(part)));
  const [first] = parts;
  if (!first) return null;
  const joined = parts.length === 1 ? first : group.join === "and" ? { and: parts } : { or: parts };
  return group.negated ? { not: joined } : joined;
}

function comparisonOf({ left, op, right, text }: Comparison): RowCondition {
  const side = left.kind === "column" ? { column: left.name } : { attribute: left.name };
  if (op === "is_null") return { ...side, op, value: text !== "false" };
  if (op === "in") {
    const values = text.split("\n").filter((line) => line.trim() !== "");
    return { ...side, op, values: values.length > 0 ? values : [""] };
  }
  return right === "attribute" && left.kind === "column"
    ? { ...side, op, attribute: text }
    : { ...side, op, value: text };
}
