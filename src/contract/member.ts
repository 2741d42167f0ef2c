import * as z from "zod";
import { UnderRules } from "./credential.ts";
import { idOf, listOf, PageInput, Timestamp } from "./list.ts";
import { Role } from "./role.ts";
import { SharedType } from "./share-link.ts";
import { UserKind } from "./user.ts";

/** A person in an organization. */
export const Member = z.object({
  id: z.string(),
  name: z.string(),
  email: z.string(),
  role: Role,
  joined_at: z.string(),
  last_active_at: z
    .string()
    .nullable()
    .describe("Last seen in the portal or calling with a credential, in this organization"),
  second_factor: z.boolean().describe("Whether signing in asks for an authenticator app or a passkey"),
  keys: z.int().describe("Keys of this member that have neither been revoked nor expired"),
  version: z.int().describe("Counts changes; the ETag is made of it"),
});
export type Member = z.infer<typeof Member>;

export const MemberId = z.strictObject({ id: idOf("user") });
export const ListMembersInput = z.strictObject({
  ...PageInput,
  q: z.string().trim().max(100).optional().describe("Part of a name or e-mail address"),
  role: Role.optional(),
});
export const ListedMembers = listOf(Member);

export const ChangeRoleInput = z.strictObject({ id: idOf("user"), role: Role });

/** What becomes of one key when its owner goes. */
export const KeyDecision = z.discriminatedUnion("action", [
  z.strictObject({
    key_id: idOf("key"),
    action: z.literal("hand_over"),
    to: idOf("user")
      .optional()
      .describe(
        "A member or service account. Left out: a new service account with the role and the projects of whoever goes",
      ),
  }),
  z.strictObject({ key_id: idOf("key"), action: z.literal("revoke") }),
  z.strictObject({
    key_id: idOf("key"),
    action: z.literal("revoke_at"),
    at: Timestamp.describe("Until then it belongs to a new service account with the same role and projects"),
  }),
]);
export type KeyDecision = z.infer<typeof KeyDecision>;

const Decisions = z
  .array(KeyDecision)
  .max(1000)
  .default([])
  .describe("One for each key of whoever goes that has neither been revoked nor expired");

export const RemoveMemberInput = z.strictObject({ id: idOf("user"), keys: Decisions });
export const LeaveInput = z.strictObject({ keys: Decisions });
export const Removed = z.object({
  id: z.string(),
  handed_over: z.int(),
  revoked: z.int(),
  service_account_id: z.string().nullable().describe("The service account that was made for keys that go on"),
});

const PlannedKey = z.object({
  id: z.string(),
  name: z.string(),
  hint: z.string(),
  type: z.string(),
  expires_at: z.string().nullable(),
  effective_expires_at: UnderRules.shape.effective_expires_at,
  last_used_at: z.string().nullable(),
  last_operation: z.string().nullable(),
  loses: z.array(z.string()).describe("Scopes that its owner's role does not allow now: they are taken off"),
});
export type PlannedKey = z.infer<typeof PlannedKey>;

const Heir = z.object({
  id: z.string(),
  name: z.string(),
  kind: UserKind,
  role: Role,
  reason: z.string().nullable().describe("Why keys cannot be handed to them; null: they can"),
});
export type Heir = z.infer<typeof Heir>;

/** What has to be decided before a member or service account can go. */
const PlannedLink = z.object({
  id: z.string(),
  resource_type: SharedType,
  name: z.string().describe("What it shows, by its name when it was shared"),
  expires_at: z.string(),
  views: z.int(),
  last_viewed_at: z.string().nullable(),
});

export const RemovalPlan = z.object({
  keys: z.array(PlannedKey),
  heirs: z.array(Heir),
  share_links: z.array(PlannedLink).describe("Those that can be opened now. They end, whatever is decided on the keys"),
});
export type RemovalPlan = z.infer<typeof RemovalPlan>;
