import * as z from "zod";
import { isIpOrCidr } from "#lib/ip-text.ts";
import { KeyType, UnderRules } from "./credential.ts";
import { idOf, listOf, PageInput, Timestamp } from "./list.ts";
import { Preset } from "./preset.ts";
import { Scope } from "./scope.ts";
import { UserKind } from "./user.ts";
import { whole } from "./whole.ts";

export const KeyStatus = z.enum(["active", "disabled", "expired", "revoked"]);
export type KeyStatus = z.infer<typeof KeyStatus>;

const KeyName = z.string().trim().min(1, "Give the key a name.").max(80);
const AllowedIps = z
  .array(z.string().trim().refine(isIpOrCidr, "Not an IP address or CIDR block."))
  .max(50)
  .describe("Addresses and CIDR blocks the key may be used from; empty: any");
const RateLimit = whole(1, 1_000_000).describe("Requests an hour");
const Metadata = z
  .record(z.string().min(1).max(40), z.string().max(500))
  .refine((value) => Object.keys(value).length <= 20, "At most 20 entries.")
  .describe("Up to 20 strings of your own");

export const CreateKeyInput = z
  .strictObject({
    name: KeyName,
    type: KeyType.default("live"),
    preset: Preset.optional().describe("A named set of scopes; leave out when you send scopes"),
    scopes: z.array(Scope).max(50).optional(),
    expires_at: Timestamp.nullable().optional().describe("Left out: 90 days from now. null: never"),
    allowed_ips: AllowedIps.default([]),
    rate_limit: RateLimit.nullable().default(null),
    metadata: Metadata.default({}),
    service_account_id: idOf("sa").optional().describe("Whose key it is; left out: the caller's own"),
  })
  .refine((input) => (input.preset === undefined || input.preset === "custom") === (input.scopes !== undefined), {
    path: ["scopes"],
    message: "Send either a preset or scopes (preset custom takes scopes).",
  });
export type CreateKeyInput = z.input<typeof CreateKeyInput>;

const Person = z.object({ id: z.string(), name: z.string() });
const Owner = Person.extend({ kind: UserKind });

export const Key = z.object({
  id: z.string(),
  name: z.string(),
  type: KeyType,
  preset: Preset,
  scopes: z.array(Scope),
  effective_scopes: z.array(Scope).describe("What is left of scopes under the owner's role of now"),
  hint: z.string().describe("gk_live_AbCd...wxyz"),
  status: KeyStatus,
  expires_at: z.string().nullable(),
  ...UnderRules.shape,
  allowed_ips: z.array(z.string()),
  rate_limit: z.int().describe("Requests an hour"),
  rate_limit_own: z.boolean().describe("Whether the limit was set on this key, instead of the default"),
  metadata: z.record(z.string(), z.string()),
  created_at: z.string(),
  updated_at: z.string(),
  owner: Owner.describe("Whose role bounds the key: a person, or a service account"),
  created_by: Person,
  last_used_at: z.string().nullable(),
  last_used: z
    .object({ ip: z.string().nullable(), operation: z.string(), status: z.int(), user_agent: z.string().nullable() })
    .nullable(),
  disabled_at: z.string().nullable(),
  revoked_at: z.string().nullable(),
  rotated_at: z.string().nullable(),
  previous_secret_expires_at: z.string().nullable().describe("Until when the secret before the last rotation works"),
  version: z.int().describe("Counts changes; the ETag is made of it"),
});
export type Key = z.infer<typeof Key>;

/** The one answer that holds the secret. `api_key` is null when an Idempotency-Key replays a creation. */
export const CreatedKey = Key.extend({ api_key: z.string().nullable() });
export type CreatedKey = z.infer<typeof CreatedKey>;

export const KeyId = z.strictObject({ id: idOf("key") });

export const ListKeysInput = z.strictObject({
  ...PageInput,
  q: z.string().trim().max(100).optional().describe("Part of a name, or a secret or its beginning"),
  status: KeyStatus.optional(),
  type: KeyType.optional(),
  created_by: z.string().max(60).optional(),
  owner: z.string().max(60).optional().describe("Id of a member or service account"),
  expiry: z.enum(["never", "soon"]).optional().describe("never expires, or expires within 7 days"),
  idle_days: z.coerce.number().int().min(1).max(3650).optional().describe("Not used for so many days"),
  sort: z.enum(["-created_at", "created_at", "name", "-last_used_at", "expires_at"]).default("-created_at"),
});
export const ListedKeys = listOf(Key);

export const UpdateKeyInput = z.strictObject({
  id: idOf("key"),
  name: KeyName.optional(),
  scopes: z.array(Scope).max(50).optional().describe("Fewer than now; widening needs a new key or the same authority"),
  allowed_ips: AllowedIps.optional(),
  rate_limit: RateLimit.nullable().optional(),
  metadata: Metadata.optional(),
  expires_at: Timestamp.nullable().optional(),
});
export type UpdateKeyInput = z.input<typeof UpdateKeyInput>;

export const RotateKeyInput = z.strictObject({
  id: idOf("key"),
  overlap_seconds: z.int().min(0).max(604_800).default(86_400).describe("How long the old secret goes on working"),
});

export const KeyUsageInput = z.strictObject({
  id: idOf("key"),
  from: Timestamp.optional(),
  to: Timestamp.optional(),
  interval: z.enum(["minute", "hour", "day"]).optional(),
});
