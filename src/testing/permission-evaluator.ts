import type { Model, Rewrite } from "#core/permissions/model.ts";
import type { Tuple } from "#core/permissions/tuple.ts";

/**
 * The permission model, followed step by step over a list of tuples in memory: slow, and plain enough to be believed. What
 * the compiled statements say is held against it. It knows nothing of tables.
 */
export function permissionEvaluator(model: Model, tuples: readonly Tuple[]) {
  const related = (object: string, relation: string) =>
    tuples.filter((tuple) => tuple.object === object && tuple.relation === relation).map(({ user }) => user);

  const check = (user: string, relation: string, object: string): boolean => {
    const [type] = object.split(":");
    const rewrite = model.type_definitions.find((each) => each.type === type)?.relations?.[relation];
    return rewrite !== undefined && holds(rewrite, user, relation, object);
  };

  const holds = (rewrite: Rewrite, user: string, relation: string, object: string): boolean => {
    const go = (part: Rewrite) => holds(part, user, relation, object);
    if (rewrite.this) return related(object, relation).includes(user);
    if (rewrite.computedUserset) return check(user, rewrite.computedUserset.relation, object);
    if (rewrite.union) return rewrite.union.child.some(go);
    if (rewrite.intersection) return rewrite.intersection.child.every(go);
    if (rewrite.difference) return go(rewrite.difference.base) && !go(rewrite.difference.subtract);
    if (rewrite.tupleToUserset) {
      const { tupleset, computedUserset } = rewrite.tupleToUserset;
      return related(object, tupleset.relation).some((next) => check(user, computedUserset.relation, next));
    }
    throw new Error(`an unknown rewrite: ${JSON.stringify(rewrite)}`);
  };

  return { check };
}
