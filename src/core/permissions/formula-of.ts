import type { Role } from "#contract/role.ts";
import { all, any, type Formula, not, row } from "./formula.ts";
import type { Kept, KeptIn } from "./kept-in.ts";
import { type Model, type Rewrite, rewriteOf, subjectOf } from "./model.ts";

/** Who asks: the type of subject, and their role in the organization where it is known already. */
export type Asker = { type: "user" | "share_link"; role?: Role };
type Rules = { model: Model; keptIn: KeptIn };

const TENANT = "organization";

/**
 * What has to be true for the asker to have a relation to an object of a type. A statement sees one organization, so
 * there is one object of that type; what the asker is in it is put in where it is known, and most of the rest falls away.
 */
export function formulaOf({ model, keptIn }: Rules, asker: Asker, type: string, relation: string): Formula {
  const relationOf = (ofType: string, name: string, path: readonly string[]): Formula => {
    const step = `${ofType}#${name}`;
    if (path.includes(step)) throw new Error(`the permission model goes in circles: ${[...path, step].join(" → ")}`);
    return rewritten(rewriteOf(model, ofType, name), ofType, name, [...path, step]);
  };

  const rewritten = (rewrite: Rewrite, ofType: string, name: string, path: readonly string[]): Formula => {
    const go = (part: Rewrite) => rewritten(part, ofType, name, path);
    if (rewrite.this) return direct(ofType, name);
    if (rewrite.computedUserset) return relationOf(ofType, rewrite.computedUserset.relation, path);
    if (rewrite.tupleToUserset) {
      const { tupleset, computedUserset } = rewrite.tupleToUserset;
      return through(ofType, tupleset.relation, computedUserset.relation, path);
    }
    if (rewrite.union) return any(rewrite.union.child.map(go));
    if (rewrite.intersection) return all(rewrite.intersection.child.map(go));
    if (rewrite.difference) return all([go(rewrite.difference.base), not(go(rewrite.difference.subtract))]);
    throw new Error(`the permission model says something new of ${ofType}#${name}: ${JSON.stringify(rewrite)}`);
  };

  const direct = (ofType: string, name: string): Formula => {
    if (subjectOf(model, ofType, name) !== asker.type) return false;
    if (ofType === TENANT && asker.role !== undefined) return asker.role === name;
    return row(kept(ofType, name), "asker");
  };

  const through = (ofType: string, tupleset: string, name: string, path: readonly string[]): Formula => {
    const place = kept(ofType, tupleset);
    const next = subjectOf(model, ofType, tupleset) ?? "";
    const inner = relationOf(next, name, path);
    if (next !== TENANT) return row(place, inner);
    // The organization is the one of the statement, whichever way one comes to it.
    return place.implied ? inner : all([row(place, true), inner]);
  };

  const kept = (ofType: string, name: string): Kept => {
    const place = keptIn[ofType]?.[name];
    if (!place) throw new Error(`nothing says where ${ofType}#${name} is kept`);
    return place;
  };

  return relationOf(type, relation, []);
}
