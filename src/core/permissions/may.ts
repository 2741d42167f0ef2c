import { getTableName, is, type SQL, sql } from "drizzle-orm";
import { PgColumn } from "drizzle-orm/pg-core";
import type { Principal } from "../principal.ts";
import type { Formula } from "./formula.ts";
import { type Asker, formulaOf } from "./formula-of.ts";
import { formulaToSql } from "./formula-to-sql.ts";
import { keptIn } from "./kept-in.ts";
import { model, type ObjectType, type RelationOf } from "./model.ts";

/** A column of the statement, or any other expression. */
type Term = PgColumn | SQL;

/**
 * Condition: the principal has a relation of `model.fga` to the object that `id` names; undefined: always. It is part of
 * the caller's own statement, which names the organization, and asks the tables each time: a change shows at the next
 * request on every instance.
 */
export function may<T extends ObjectType>(
  { orgId, role, user }: Principal,
  relation: RelationOf<T>,
  type: T,
  id: Term,
): SQL | undefined {
  const formula = formulaFor({ type: "user", role }, type, relation);
  if (formula === true) return undefined;
  return formulaToSql(formula, { orgId: sql`${orgId}::text`, asker: sql`${user.id}::text`, object: named(id) });
}

/** The same of any member, whose role is looked up. */
export function memberMay<T extends ObjectType>(
  { orgId, userId }: { orgId: Term; userId: Term },
  relation: RelationOf<T>,
  type: T,
  id: Term,
): SQL {
  const formula = formulaFor({ type: "user" }, type, relation);
  return formulaToSql(formula, { orgId: named(orgId), asker: named(userId), object: named(id) });
}

/** Written out, since a selection from one table leaves the table's name away, and inside it would mean another one. */
function named(term: Term): SQL {
  return is(term, PgColumn)
    ? sql`${sql.identifier(getTableName(term.table))}.${sql.identifier(term.name)}`
    : sql`${term}`;
}

const formulas = new Map<string, Formula>();

function formulaFor(asker: Asker, type: string, relation: string): Formula {
  const key = `${asker.type} ${asker.role} ${type} ${relation}`;
  const known = formulas.get(key);
  if (known !== undefined) return known;
  const formula = formulaOf({ model, keptIn }, asker, type, relation);
  formulas.set(key, formula);
  return formula;
}
