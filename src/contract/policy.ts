import * as z from "zod";
import { CredentialKind } from "./credential.ts";
import { idOf, listOf, PageInput } from "./list.ts";
import { Role } from "./role.ts";
import { RowCondition } from "./row-condition.ts";
import { Cell, Column, ReadRowsInput } from "./source.ts";
import { MAX_COLUMNS } from "./source-limits.ts";
import { UserKind } from "./user.ts";

/** What is left of a value behind a mask: nothing, its last four characters, or a hash that stays equal for equal values. */
export const Mask = z.enum(["full", "last4", "hash"]);
export type Mask = z.infer<typeof Mask>;

/** Whom a policy binds. Whoever is named is bound, owners and admins too. */
export const PolicySubject = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("everybody") }),
  z.strictObject({ type: z.literal("role"), role: Role.describe("The role in the organization") }),
  z.strictObject({ type: z.literal("member"), id: idOf("user").describe("A member, with every credential of theirs") }),
  z.strictObject({
    type: z.literal("service_account"),
    id: idOf("sa").describe("A service account with all its keys"),
  }),
  z.strictObject({ type: z.literal("key"), id: idOf("key").describe("One API key, whoever owns it") }),
]);
export type PolicySubject = z.infer<typeof PolicySubject>;

export const ColumnRule = z
  .strictObject({
    name: z.string().min(1).max(200),
    access: z.enum(["visible", "masked", "hidden"]),
    mask: Mask.optional().describe("How a masked column is shown; full unless told"),
  })
  .refine(({ access, mask }) => mask === undefined || access === "masked", {
    path: ["mask"],
    message: "Only a masked column has a mask.",
  });
export type ColumnRule = z.infer<typeof ColumnRule>;

const Name = z.string().trim().min(1, "Give the policy a name.").max(80);
const Description = z.string().trim().max(500).nullable();
const Subjects = z.array(PolicySubject).min(1, "Say whom the policy binds.").max(50);
const Rows = RowCondition.nullable().describe("The rows that are there; null: all of them");
const Columns = z
  .array(ColumnRule)
  .max(MAX_COLUMNS)
  .describe("What is shown of each column; those that are not named: see other_columns");
const OtherColumns = z
  .enum(["visible", "hidden"])
  .describe("Columns that the policy does not name, also those that a later file brings");

/** What a policy says, without its name: all that decides what somebody sees. */
export const PolicyRules = z.strictObject({
  source_id: idOf("src"),
  applies_to: Subjects,
  rows: Rows.default(null),
  columns: Columns.default([]),
  other_columns: OtherColumns.default("visible"),
});
export type PolicyRules = z.output<typeof PolicyRules>;

export const CreatePolicyInput = PolicyRules.extend({ name: Name, description: Description.default(null) });
export type CreatePolicyInput = z.output<typeof CreatePolicyInput>;

/** A JSON merge patch: what is left out stays. `rows` is given as a whole. */
export const UpdatePolicyInput = z.strictObject({
  id: idOf("pol"),
  name: Name.optional(),
  description: Description.optional(),
  applies_to: Subjects.optional(),
  rows: Rows.optional(),
  columns: Columns.optional(),
  other_columns: OtherColumns.optional(),
});
export type UpdatePolicyInput = z.output<typeof UpdatePolicyInput>;

const Named = { name: z.string().nullable().describe("Null: nobody of that id is here any more") };
const NamedSubject = z.discriminatedUnion("type", [
  z.object({ type: z.literal("everybody") }),
  z.object({ type: z.literal("role"), role: Role }),
  z.object({ type: z.literal("member"), id: z.string(), ...Named }),
  z.object({ type: z.literal("service_account"), id: z.string(), ...Named }),
  z.object({ type: z.literal("key"), id: z.string(), ...Named }),
]);
export type NamedSubject = z.infer<typeof NamedSubject>;

export const Policy = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string().nullable(),
  source: z.object({ id: z.string(), name: z.string() }),
  applies_to: z.array(NamedSubject),
  rows: RowCondition.nullable(),
  columns: z.array(z.object({ name: z.string(), access: ColumnRule.shape.access, mask: Mask.nullable() })),
  other_columns: OtherColumns,
  attention: z
    .array(z.string())
    .describe("Why the policy no longer fits its source; until then whoever it binds is refused every read of it"),
  created_at: z.string(),
  updated_at: z.string(),
  created_by: z.object({ id: z.string(), name: z.string() }),
  version: z.int(),
});
export type Policy = z.infer<typeof Policy>;

export const PolicyId = z.strictObject({ id: idOf("pol") });
export const ListPoliciesInput = z.strictObject({
  ...PageInput,
  source_id: idOf("src").optional(),
  q: z.string().trim().max(100).optional().describe("Part of a name"),
});
export const ListedPolicies = listOf(Policy);

/** By which of its words a policy binds a credential. */
export const BoundBy = z.enum(["everybody", "role", "member", "service_account", "key"]);
export type BoundBy = z.infer<typeof BoundBy>;

export const TouchedCredential = z.object({
  id: z.string(),
  kind: CredentialKind,
  name: z.string(),
  hint: z.string(),
  owner: z.object({ id: z.string(), name: z.string(), kind: UserKind }),
  bound_by: BoundBy,
});
export type TouchedCredential = z.infer<typeof TouchedCredential>;
export const TouchedCredentials = z.object({
  total: z.int(),
  data: z.array(TouchedCredential).describe("The first 500, keys first"),
});
export type TouchedCredentials = z.infer<typeof TouchedCredentials>;

export const PreviewTouchedInput = z.strictObject({ source_id: idOf("src"), applies_to: Subjects });

/** Somebody whose view of a source is looked at: a member, a service account or an API key. */
const ViewAs = z
  .string()
  .regex(/^(?:user|sa|key)_[0-9a-z]{1,40}$/, "The id of a member, a service account or an API key.")
  .describe("Id of a member, a service account or an API key");

/** Whose view, and which of its rows, as in reading them oneself. */
export const ViewAsInput = ReadRowsInput.extend({ as: ViewAs });

export const PreviewPolicyInput = z.strictObject({
  policy: PolicyRules,
  policy_id: idOf("pol").optional().describe("The policy that this one would take the place of"),
  as: ViewAs,
});

/** What somebody sees of a source. */
export const Sight = z.object({
  refused: z.string().nullable().describe("Why nothing can be read; null: it can"),
  columns: z.array(Column.extend({ mask: Mask.nullable() })),
  total_rows: z.int(),
  data: z.array(z.record(z.string(), Cell)).describe("The first 20 rows"),
});
export type Sight = z.infer<typeof Sight>;
export const PolicyPreview = z.object({
  binds: z.boolean().describe("Whether the policy binds whom it is previewed for"),
  before: Sight,
  after: Sight,
});
export type PolicyPreview = z.infer<typeof PolicyPreview>;

/** A policy as whoever is bound by it may know it: what of, but not how it is called, unless they read policies. */
const BindingPolicy = z.object({
  policy: z.object({ id: z.string(), name: z.string() }).nullable().describe("Null: you may not read policies"),
  source: z.object({ id: z.string(), name: z.string() }),
  bound_by: BoundBy,
  rows_limited: z.boolean(),
  columns_limited: z.boolean(),
});
export const BindingPolicies = z.object({ data: z.array(BindingPolicy) });
export const BindingInput = z.strictObject({ id: idOf("key") });
