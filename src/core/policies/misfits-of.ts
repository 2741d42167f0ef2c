import type { PolicyRules } from "#contract/policy.ts";
import type { FieldError } from "#contract/problem.ts";
import { comparisonsIn, type RowCondition } from "#contract/row-condition.ts";
import type { Column } from "#contract/source.ts";
import { endsInHalfAnEscape, opsOfType, typedValue } from "../reading/condition.ts";

type Ruling = Pick<PolicyRules, "rows" | "columns">;

/**
 * Where a policy does not fit the columns of its source: it names one that is not there, or compares as the column's type
 * does not allow. One that is saved fits; after the columns have changed it may no longer, and then nobody whom it binds
 * reads anything until it does.
 */
export function misfitsOf({ rows, columns }: Ruling, actual: readonly Column[]): FieldError[] {
  const byName = new Map(actual.map((column) => [column.name, column]));
  const unknown = (attr: string, name: string) =>
    byName.has(name)
      ? []
      : [{ attr, code: "unknown_column", detail: `The source has no column ${JSON.stringify(name)}.` }];
  const compared = rows === null ? [] : comparisonsIn(rows, "rows");
  return [
    ...columns.flatMap(({ name }, index) => unknown(`columns.${index}.name`, name)),
    ...compared.flatMap(({ comparison, attr }) => {
      const name = comparison.column;
      if (name === undefined) return patternMisfit(comparison, attr);
      const column = byName.get(name);
      return column ? misfitsOfComparison(comparison, column, attr) : unknown(`${attr}.column`, name);
    }),
  ];
}

function misfitsOfComparison(comparison: RowCondition, column: Column, attr: string): FieldError[] {
  const { op = "eq", value, values, attribute } = comparison;
  if (!opsOfType[column.type].includes(op))
    return [
      {
        attr: `${attr}.op`,
        code: "unknown_operator",
        detail: `${op} does not work on the column ${column.name} of type ${column.type}. Use one of ${opsOfType[column.type].join(", ")}.`,
      },
    ];
  if (op === "is_null" || attribute !== undefined) return [];
  const given = values ?? [value];
  const bad = given.find((item) => typedValue(String(item), column) === null);
  if (bad !== undefined)
    return [
      {
        attr: `${attr}.${values ? "values" : "value"}`,
        code: "invalid_value",
        detail: `${JSON.stringify(String(bad).slice(0, 100))} is not a value of the column ${column.name}, whose type is ${column.type}.`,
      },
    ];
  return patternMisfit(comparison, attr);
}

function patternMisfit({ op, value }: RowCondition, attr: string): FieldError[] {
  if ((op !== "like" && op !== "ilike") || typeof value !== "string" || !endsInHalfAnEscape(value)) return [];
  const detail = "The pattern ends with a backslash. Double it to find a backslash.";
  return [{ attr: `${attr}.value`, code: "invalid_value", detail }];
}
