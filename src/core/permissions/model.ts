import { model as made } from "./model.generated.ts";

/** How a relation comes about, as OpenFGA writes it in JSON; of that, what our compiler understands. */
export type Rewrite = {
  this?: object;
  computedUserset?: { relation: string };
  tupleToUserset?: { tupleset: { relation: string }; computedUserset: { relation: string } };
  union?: { child: readonly Rewrite[] };
  intersection?: { child: readonly Rewrite[] };
  difference?: { base: Rewrite; subtract: Rewrite };
};

type Definition = {
  type: string;
  relations?: Readonly<Record<string, Rewrite>>;
  metadata?: {
    relations?: Readonly<
      Record<string, { directly_related_user_types?: readonly { type: string; relation?: string }[] }>
    >;
  } | null;
};
export type Model = { schema_version: string; type_definitions: readonly Definition[] };

/** THE MODEL of who may what: `model.fga`, as OpenFGA's own tool reads it. */
export const model: Model = made;

type Definitions = (typeof made)["type_definitions"][number];
export type ObjectType = Exclude<Definitions["type"], "user" | "share_link">;
/** The relations that a type of objects has. */
export type RelationOf<T extends ObjectType> = keyof Extract<Definitions, { type: T }>["relations"] & string;

/** How a relation of a type comes about. Throws for one that the model does not have. */
export function rewriteOf({ type_definitions }: Model, type: string, relation: string): Rewrite {
  const rewrite = type_definitions.find((each) => each.type === type)?.relations?.[relation];
  if (!rewrite) throw new Error(`the permission model has no relation ${relation} of ${type}`);
  return rewrite;
}

/**
 * The type of what stands at the other end of a relation that is written down; null: it is not, but follows from others.
 * A table keeps one type of subjects, and single ones.
 */
export function subjectOf({ type_definitions }: Model, type: string, relation: string): string | null {
  const related = type_definitions.find((each) => each.type === type)?.metadata?.relations?.[relation];
  const [kind, ...more] = related?.directly_related_user_types ?? [];
  if (more.length > 0 || kind?.relation !== undefined)
    throw new Error(`the permission model wants more of ${type}#${relation} than one table can keep`);
  return kind?.type ?? null;
}
