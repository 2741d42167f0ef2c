import * as z from "zod";
import { isIpOrCidr } from "#lib/ip-text.ts";
import { KeyType } from "./credential.ts";
import { Preset } from "./preset.ts";

const OrganizationName = z.string().trim().min(1, "Give the organization a name.").max(80);

const Limit = z.int().min(1).max(10_000_000).nullable().default(null);

/** What an organization can allow or not: API keys by their type, and the other kinds that are issued. */
export const issuedKinds = [...KeyType.options, "personal_access_token", "private_token", "session", "oauth"] as const;
export const IssuedKind = z.enum(issuedKinds);
export type IssuedKind = z.infer<typeof IssuedKind>;

/** Scheme, host and port as browsers send them in `Origin` (RFC 6454 §6.2): no path, no wildcard, never `null`. */
const Origin = z
  .string()
  .trim()
  .max(200)
  .refine((text) => /^https?:\/\//.test(text) && URL.canParse(text) && new URL(text).origin === text, {
    message: "An exact origin such as https://app.example.com, without a path.",
  });

/** What admins decide for everybody in the organization. */
export const OrganizationSettings = z.object({
  key_creation_enabled: z.boolean().default(true),
  never_expires_allowed: z.boolean().default(true),
  max_key_lifetime_days: z.int().min(1).max(3650).nullable().default(null),
  rate_limit: z
    .int()
    .min(1)
    .max(10_000_000)
    .nullable()
    .default(null)
    .describe("The most that one key may have, an hour"),
  member_rate_limit: Limit.describe("The most that all credentials of one member together may have, an hour"),
  organization_rate_limit: Limit.describe(
    "The most that all credentials of the organization together may have, an hour",
  ),
  allowed_credentials: z
    .array(IssuedKind)
    .default([...issuedKinds])
    .describe("What may be created and used: kinds of credentials, API keys by type"),
  allowed_presets: z.array(Preset).default([...Preset.options]),
  allowed_ips: z
    .array(z.string().trim().refine(isIpOrCidr, "Not an IP address or CIDR block."))
    .max(100)
    .default([])
    .describe("Addresses and CIDR blocks that credentials may be used from; empty: any"),
  allowed_origins: z
    .array(Origin)
    .max(50)
    .default([])
    .describe("Web pages that may call the API from a browser (CORS)"),
  session_hours: z.int().min(1).max(720).nullable().default(null).describe("How long a sign-in lasts; null: 14 days"),
  second_factor_required: z.boolean().default(false),
  recent_authentication_for_full_access: z.boolean().default(false),
});
export type OrganizationSettings = z.infer<typeof OrganizationSettings>;

export const RenameOrganizationInput = z.strictObject({ name: OrganizationName });
export const SwitchOrganizationInput = z.strictObject({ organization_id: z.string().max(60) });
export const SwitchModeInput = z.strictObject({ livemode: z.boolean() });
