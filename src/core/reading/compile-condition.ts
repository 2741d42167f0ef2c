import { type SQL, sql } from "drizzle-orm";
import { identifier, ordered, parameter } from "./cell-sql.ts";
import type { Condition } from "./condition.ts";

const operators = { lt: sql`<`, lte: sql`<=`, gt: sql`>`, gte: sql`>=` } as const;

/** One test of a row, with its values as parameters. */
export function compileCondition(condition: Condition): SQL {
  const { column, op } = condition;
  const name = identifier(column);
  switch (op) {
    case "is_null":
      return condition.value ? sql`${name} is null` : sql`${name} is not null`;
    case "in":
      return sql`${name} in (${sql.join(
        condition.values.map((value) => parameter(value, column)),
        sql`, `,
      )})`;
    case "eq":
      return sql`${name} = ${parameter(condition.value, column)}`;
    case "ne":
      // Everything that eq leaves out, rows without a value too.
      return sql`${name} is distinct from ${parameter(condition.value, column)}`;
    case "like":
      return sql`${name} like ${parameter(condition.value, column)}`;
    case "ilike":
      return sql`${name} ilike ${parameter(condition.value, column)}`;
    default:
      return sql`${ordered(column)} ${operators[op]} ${parameter(condition.value, column)}`;
  }
}
