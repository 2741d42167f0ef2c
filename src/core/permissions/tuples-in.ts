import { type SQL, sql } from "drizzle-orm";
import type { Db } from "#db/client.ts";
import { type Kept, keptIn } from "./kept-in.ts";
import { model, subjectOf } from "./model.ts";
import type { Tuple } from "./tuple.ts";

/** A relation that is kept in a table, and the type of what stands at its other end. */
export type Written = { type: string; relation: string; subject: string; kept: Kept };

export const written: readonly Written[] = Object.entries(keptIn).flatMap(([type, relations]) =>
  Object.entries(relations).map(([relation, kept]) => {
    const subject = subjectOf(model, type, relation);
    if (subject === null) throw new Error(`${type}#${relation} is kept in a table, but not written down in the model`);
    return { type, relation, subject, kept };
  }),
);

export const tupleOf = ({ type, relation, subject }: Written, objectId: string, subjectId: string): Tuple => ({
  user: `${subject}:${subjectId}`,
  relation,
  object: `${type}:${objectId}`,
});

type Pair = { object: string; subject: string };

/** The tuples of one relation as the tables have them now: all, or those between the given pairs of ids. */
export async function tuplesIn(db: Db, one: Written, pairs?: readonly Pair[]): Promise<Tuple[]> {
  const { table, object, subject, where } = one.kept;
  const [objects, subjects] = [sql.identifier(object), sql.identifier(subject)];
  const conditions: SQL[] = [];
  if (where)
    conditions.push(
      where.is === true ? sql`${sql.identifier(where.column)}` : sql`${sql.identifier(where.column)} = ${where.is}`,
    );
  if (pairs) {
    const list = pairs.map((pair) => sql`(${pair.object}::text, ${pair.subject}::text)`);
    conditions.push(sql`(${objects}, ${subjects}) in (${sql.join(list, sql`, `)})`);
  }
  const filter = conditions.length > 0 ? sql`where ${sql.join(conditions, sql` and `)}` : sql``;
  const rows = await db.execute<{ o: string; s: string }>(
    sql`select ${objects} as o, ${subjects} as s from ${sql.identifier(table)} ${filter}`,
  );
  return rows.map(({ o, s }) => tupleOf(one, o, s));
}
