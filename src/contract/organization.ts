import * as z from "zod";
import { isIpOrCidr } from "#lib/ip-text.ts";
import { KeyType } from "./credential.ts";
import { idOf } from "./list.ts";
import { Preset } from "./preset.ts";
import { Role } from "./role.ts";
import { whole } from "./whole.ts";

const OrganizationName = z.string().trim().min(1, "Give the organization a name.").max(80);

/** Requests an hour; null: no limit of that kind. */
const Limit = whole(1, 10_000_000).nullable();

/** What an organization can allow or not: API keys by their type, and the other kinds that are issued. */
export const issuedKinds = [
  ...KeyType.options,
  "personal_access_token",
  "private_token",
  "share",
  "session",
  "oauth",
] as const;
export const IssuedKind = z.enum(issuedKinds);
export type IssuedKind = z.infer<typeof IssuedKind>;

/** Scheme, host and port as browsers send them in `Origin` (RFC 6454 §6.2): no path, no wildcard, never `null`. */
export const Origin = z
  .string()
  .trim()
  .max(200)
  .refine((text) => /^https?:\/\//.test(text) && URL.canParse(text) && new URL(text).origin === text, {
    message: "An exact origin such as https://app.example.com, without a path.",
  });

const unique = (list: readonly string[]) => new Set(list).size === list.length;

/** Each rule with what it may be; what it is where nothing was decided stands below. */
export const settingsRules = {
  key_creation_enabled: z.boolean().describe("Whether new credentials may be made; those there are go on"),
  never_expires_allowed: z.boolean().describe("Whether a credential may be without an expiry"),
  max_key_lifetime_days: whole(1, 3650)
    .nullable()
    .describe("How long keys and tokens live at most, from their creation on; null: as long as they say"),
  rate_limit: Limit.describe("The most that one credential may have, an hour; null: the usual limit of its kind"),
  member_rate_limit: Limit.describe("The most that all credentials of one member together may have, an hour"),
  organization_rate_limit: Limit.describe(
    "The most that all credentials of the organization together may have, an hour",
  ),
  allowed_credentials: z
    .array(IssuedKind)
    .refine(unique, "Name each kind once.")
    .describe("What may be created and used: kinds of credentials, API keys by type"),
  allowed_presets: z
    .array(Preset)
    .min(1, "Allow at least one preset.")
    .refine(unique, "Name each preset once.")
    .describe("What new credentials may be made with"),
  allowed_ips: z
    .array(z.string().trim().refine(isIpOrCidr, "Not an IP address or CIDR block."))
    .max(100)
    .refine(unique, "Name each address once.")
    .describe("Addresses and CIDR blocks that credentials may be used from; empty: any"),
  allowed_origins: z
    .array(Origin)
    .max(50)
    .refine(unique, "Name each origin once.")
    .describe("Web pages that may call the API from a browser (CORS)"),
  session_hours: whole(1, 720).nullable().describe("How long a sign-in lasts; null: 14 days"),
  second_factor_required: z
    .boolean()
    .describe("Whether people without a second factor are kept out, in the portal and with their credentials"),
  recent_authentication_for_full_access: z
    .boolean()
    .describe("Whether making a credential with full access asks for a proof of who one is, at most 15 minutes old"),
};

/** What admins decide for everybody in the organization. */
export const OrganizationSettings = z.object({
  key_creation_enabled: settingsRules.key_creation_enabled.default(true),
  never_expires_allowed: settingsRules.never_expires_allowed.default(true),
  max_key_lifetime_days: settingsRules.max_key_lifetime_days.default(null),
  rate_limit: settingsRules.rate_limit.default(null),
  member_rate_limit: settingsRules.member_rate_limit.default(null),
  organization_rate_limit: settingsRules.organization_rate_limit.default(null),
  allowed_credentials: settingsRules.allowed_credentials.default([...issuedKinds]),
  allowed_presets: settingsRules.allowed_presets.default([...Preset.options]),
  allowed_ips: settingsRules.allowed_ips.default([]),
  allowed_origins: settingsRules.allowed_origins.default([]),
  session_hours: settingsRules.session_hours.default(null),
  second_factor_required: settingsRules.second_factor_required.default(false),
  recent_authentication_for_full_access: settingsRules.recent_authentication_for_full_access.default(false),
});
export type OrganizationSettings = z.infer<typeof OrganizationSettings>;

/** A merge patch of settings (RFC 7396): what is not named stays. */
export const SettingsPatch = z
  .strictObject({
    ...settingsRules,
    // A star is good in a URL, and would be taken for a pattern. Only what is asked for is looked at: what was stored
    // before has to be read all the same.
    allowed_origins: settingsRules.allowed_origins.refine(
      (origins) => !origins.some((origin) => origin.includes("*")),
      {
        message: "There are no wildcards. Name each origin, such as https://app.example.com.",
      },
    ),
  })
  .partial();
export type SettingsPatch = z.infer<typeof SettingsPatch>;

/** An organization as one of its members sees it. */
export const Organization = z.object({
  id: z.string(),
  name: z.string(),
  role: Role.describe("The caller's"),
  created_at: z.string(),
  version: z.int().describe("Counts changes; the ETag is made of it"),
});
export type Organization = z.infer<typeof Organization>;

const ListedOrganization = z.object({
  id: z.string(),
  name: z.string(),
  role: Role,
  current: z.boolean().describe("The one that this request acts in"),
  default: z.boolean().describe("Where signing in leads, and personal access tokens that name none"),
});
export const ListedOrganizations = z.object({ data: z.array(ListedOrganization), next_cursor: z.null() });

export const OrganizationId = z.strictObject({ id: idOf("org") });
export const CreateOrganizationInput = z.strictObject({ name: OrganizationName });
export const RenameOrganizationInput = z.strictObject({
  id: idOf("org").optional().describe("Left out: the one that the caller is in"),
  name: OrganizationName,
});
export const SwitchOrganizationInput = z.strictObject({ organization_id: z.string().max(60) });
export const TransferOwnershipInput = z.strictObject({ user_id: idOf("user") });
export const DeleteOrganizationInput = z.strictObject({
  name: z.string().max(200).describe("The organization's name, typed to confirm"),
});
export const SwitchModeInput = z.strictObject({ livemode: z.boolean() });
