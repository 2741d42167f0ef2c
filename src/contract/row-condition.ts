import * as z from "zod";
import { filterOps } from "./source.ts";

/** What a condition can know of whoever reads. */
export const attributeNames = ["user.id", "user.email", "user.name", "role", "project_role", "key.id"] as const;
const METADATA = "key.metadata.";
const Attribute = z
  .string()
  .refine(
    (name) =>
      (attributeNames as readonly string[]).includes(name) ||
      (name.startsWith(METADATA) && name.length > METADATA.length && name.length <= METADATA.length + 40),
    `One of ${attributeNames.join(", ")}, or ${METADATA}NAME.`,
  )
  .describe(`Of whoever reads: ${attributeNames.join(", ")}, or ${METADATA}NAME of a service account's key`);

/** The name of a key's metadata that an attribute stands for, or null. */
export const metadataName = (attribute: string): string | null =>
  attribute.startsWith(METADATA) ? attribute.slice(METADATA.length) : null;

const Scalar = z.union([z.string().max(2000), z.number(), z.boolean()]);
const MAX_PARTS = 20;
const MAX_ITEMS = 200;
const MAX_DEPTH = 6;
const MAX_COMPARISONS = 100;

/**
 * A tree: `{and: […]}`, `{or: […]}`, `{not: …}`, or a comparison `{column, op, value}`, `{column, op, attribute}` or
 * `{attribute, op, value}`; `in` takes `values`, `is_null` true or false. Ops are those of filters.
 */
export type RowCondition = {
  and?: RowCondition[] | undefined;
  or?: RowCondition[] | undefined;
  not?: RowCondition | undefined;
  column?: string | undefined;
  attribute?: string | undefined;
  op?: (typeof filterOps)[number] | undefined;
  value?: string | number | boolean | undefined;
  values?: (string | number | boolean)[] | undefined;
};

const Node: z.ZodType<RowCondition, RowCondition> = z
  .lazy(() =>
    z
      .strictObject({
        and: z.array(Node).min(1).max(MAX_PARTS).optional(),
        or: z.array(Node).min(1).max(MAX_PARTS).optional(),
        not: Node.optional(),
        column: z.string().min(1).max(200).optional(),
        attribute: Attribute.optional(),
        op: z.enum(filterOps).optional(),
        value: Scalar.optional().describe("Typed by the column"),
        values: z.array(Scalar).min(1).max(MAX_ITEMS).optional().describe("Of op in"),
      })
      .superRefine(requireOneForm),
  )
  .meta({ id: "RowCondition" });

/** Which rows are there. Counted before it is read, so that a deep one costs no stack. */
export const RowCondition: z.ZodType<RowCondition, RowCondition> = z.preprocess((value, ctx) => {
  if (isModest(value)) return value;
  const message = `A condition has at most ${MAX_DEPTH} levels and ${MAX_COMPARISONS} comparisons.`;
  ctx.addIssue({ code: "custom", message });
  return z.NEVER;
}, Node) as z.ZodType<RowCondition, RowCondition>;

/** An object is one of the forms, and nothing of another stands in it. */
function requireOneForm(node: RowCondition, ctx: z.RefinementCtx): void {
  for (const [field, message] of faultsOf(node)) ctx.addIssue({ code: "custom", path: [field], message });
}

type Fault = [field: keyof RowCondition, message: string];
const fields = ["and", "or", "not", "column", "attribute", "op", "value", "values"] as const;

function faultsOf(node: RowCondition): Fault[] {
  const given = fields.filter((field) => node[field] !== undefined);
  const branch = given.find((field) => field === "and" || field === "or" || field === "not");
  if (branch)
    return given.filter((other) => other !== branch).map((other) => [other, `It cannot stand beside ${branch}.`]);
  const { column, attribute, op, value, values } = node;
  if (column === undefined && attribute === undefined)
    return [["column", "Name a column or an attribute, or use and, or, not."]];
  if (op === undefined) return [["op", `Say how to compare: ${filterOps.join(", ")}.`]];
  const both = column !== undefined && attribute !== undefined;
  if (op === "in") {
    if (values === undefined || value !== undefined) return [["values", "in takes a list: values."]];
    return both ? [["attribute", "in takes a list of values; use eq for an attribute."]] : [];
  }
  if (values !== undefined) return [["values", "Only in takes a list of values."]];
  if (op === "is_null") return typeof value === "boolean" && !both ? [] : [["value", "is_null takes true or false."]];
  // People choose their own names: one that is called % would see everything.
  if (both && (op === "like" || op === "ilike"))
    return [["op", "A pattern stands in the policy itself: use value, or eq with the attribute."]];
  if (both === (value !== undefined))
    return [["value", "Compare with a value or with an attribute, and not with both."]];
  return [];
}

function isModest(value: unknown): boolean {
  let comparisons = 0;
  const waiting: [unknown, number][] = [[value, 1]];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const [node, depth] = next;
    if (typeof node !== "object" || node === null) continue;
    if (depth > MAX_DEPTH) return false;
    const { and, or, not } = node as Record<string, unknown>;
    const parts = [and, or].flatMap((list) => (Array.isArray(list) ? list.slice(0, MAX_PARTS + 1) : []));
    if (not !== undefined) parts.push(not);
    if (parts.length === 0) comparisons += 1;
    if (comparisons > MAX_COMPARISONS) return false;
    for (const part of parts) waiting.push([part, depth + 1]);
  }
  return true;
}

/** Every comparison of a tree, with its place in it as it stands on the wire. */
export function comparisonsIn(node: RowCondition, attr: string): { comparison: RowCondition; attr: string }[] {
  for (const branch of ["and", "or"] as const)
    if (node[branch]) return node[branch].flatMap((part, index) => comparisonsIn(part, `${attr}.${branch}.${index}`));
  return node.not ? comparisonsIn(node.not, `${attr}.not`) : [{ comparison: node, attr }];
}
