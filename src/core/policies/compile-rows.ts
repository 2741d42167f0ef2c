import { type SQL, sql } from "drizzle-orm";
import type { RowCondition } from "#contract/row-condition.ts";
import type { Column } from "#contract/source.ts";
import { compileCondition } from "../reading/compile-condition.ts";
import { type Condition, typedValue } from "../reading/condition.ts";
import type { Attributes } from "./attributes-of.ts";

const UNKNOWN = sql`null::boolean`;

/**
 * A policy's condition as SQL, with every value as a parameter. Logic is three-valued, as in SQL: a comparison with an
 * empty cell, or with an attribute that whoever reads does not have, is neither true nor false, and what is not true is
 * not shown, under `not` as well. The condition must fit the columns; see `misfitsOf`.
 */
export function compileRows(node: RowCondition, columns: readonly Column[], attributes: Attributes): SQL {
  const part = (inner: RowCondition) => compileRows(inner, columns, attributes);
  if (node.and) return sql`(${sql.join(node.and.map(part), sql` and `)})`;
  if (node.or) return sql`(${sql.join(node.or.map(part), sql` or `)})`;
  if (node.not) return sql`(not ${part(node.not)})`;
  if (node.column === undefined) return compareAttribute(node, attributes);

  const column = columns.find(({ name }) => name === node.column);
  if (!column) return UNKNOWN;
  const condition = conditionOf(node, column, attributes);
  return condition ? sql`(${compileCondition(condition)})` : UNKNOWN;
}

/** A comparison as a filter has it; null: what it compares with is missing, or no value of the column. */
function conditionOf(node: RowCondition, column: Column, attributes: Attributes): Condition | null {
  const { op = "eq", value, values = [], attribute } = node;
  if (op === "is_null") return { column, op, value: value === true };
  if (op === "in") {
    const typed = values.map((item) => typedValue(String(item), column));
    return typed.every((item) => item !== null) ? { column, op, values: typed } : null;
  }
  const text = attribute === undefined ? String(value) : (attributes.get(attribute) ?? null);
  const typed = text === null ? null : typedValue(text, column);
  return typed === null ? null : { column, op, value: typed };
}

const operators = {
  eq: sql`=`,
  ne: sql`<>`,
  lt: sql`<`,
  lte: sql`<=`,
  gt: sql`>`,
  gte: sql`>=`,
  like: sql`like`,
  ilike: sql`ilike`,
} as const;

/** An attribute against values that stand in the policy. Text, by code points as in columns. */
function compareAttribute(
  { attribute = "", op = "eq", value, values = [] }: RowCondition,
  attributes: Attributes,
): SQL {
  const known = sql`${attributes.get(attribute) ?? null}::text collate "C"`;
  const text = (item: unknown) => sql`${String(item)}::text`;
  if (op === "is_null") return value === true ? sql`(${known} is null)` : sql`(${known} is not null)`;
  if (op === "in") return sql`(${known} in (${sql.join(values.map(text), sql`, `)}))`;
  return sql`(${known} ${operators[op]} ${text(value)})`;
}
