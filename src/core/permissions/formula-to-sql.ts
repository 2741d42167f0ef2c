import { type SQL, sql } from "drizzle-orm";
import type { Formula, Row } from "./formula.ts";

/** Who asks about what, as parts of a statement. */
type Terms = { orgId: SQL; asker: SQL; object: SQL };

/** A formula as one SQL condition; each row it speaks of is an `exists` over the table's own index. */
export function formulaToSql(formula: Formula, terms: Terms, depth = 1): SQL {
  if (formula === true) return sql`true`;
  if (formula === false) return sql`false`;
  const go = (part: Formula) => formulaToSql(part, terms, depth);
  if ("any" in formula) return sql`(${sql.join(formula.any.map(go), sql` or `)})`;
  if ("all" in formula) return sql`(${sql.join(formula.all.map(go), sql` and `)})`;
  if ("not" in formula) return sql`not ${go(formula.not)}`;
  return exists(formula, terms, depth);
}

function exists({ kept, where, then }: Row, terms: Terms, depth: number): SQL {
  const name = sql.raw(`r${depth}`);
  const column = (of: string) => sql`${name}.${sql.identifier(of)}`;
  // What hangs on the organization itself is about the statement's own one.
  const about = kept.object === "org_id" ? terms.orgId : terms.object;
  const conditions = [
    sql`${column("org_id")} = ${terms.orgId}`,
    ...(kept.object === "org_id" ? [] : [sql`${column(kept.object)} = ${about}`]),
    ...(then === "asker" ? [sql`${column(kept.subject)} = ${terms.asker}`] : []),
    ...(where ? [condition(column(where.column), where.is)] : []),
  ];
  if (then !== "asker" && then !== true)
    conditions.push(formulaToSql(then, { ...terms, object: column(kept.subject) }, depth + 1));
  return sql`exists (select 1 from ${sql.identifier(kept.table)} ${name} where ${sql.join(conditions, sql` and `)})`;
}

/** Values come from the model, never from a caller. */
function condition(column: SQL, is: readonly string[] | true): SQL {
  if (is === true) return column;
  const values = is.map((value) => sql`${value}`);
  return values.length === 1 ? sql`${column} = ${values[0]}` : sql`${column} in (${sql.join(values, sql`, `)})`;
}
