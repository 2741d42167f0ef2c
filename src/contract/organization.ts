import * as z from "zod";

const OrganizationName = z.string().trim().min(1, "Give the organization a name.").max(80);

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
});
export type OrganizationSettings = z.infer<typeof OrganizationSettings>;

export const RenameOrganizationInput = z.strictObject({ name: OrganizationName });
export const SwitchOrganizationInput = z.strictObject({ organization_id: z.string().max(60) });
export const SwitchModeInput = z.strictObject({ livemode: z.boolean() });
