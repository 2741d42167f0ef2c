import * as z from "zod";
import { CredentialKind, KeyType } from "./credential.ts";
import { idOf } from "./list.ts";
import { Origin, SettingsPatch, settingsRules } from "./organization.ts";
import { UserKind } from "./user.ts";

const organization = { id: idOf("org").describe("The organization of the credential that asks") };

export const GetSettingsInput = z.strictObject(organization);
export const UpdateSettingsInput = SettingsPatch.extend(organization);

export const Settings = z.object({ ...settingsRules, id: z.string(), version: z.int() });
export type Settings = z.infer<typeof Settings>;

/** What a rule does to somebody, the hardest first. */
export const RuleEffect = z.enum(["refused", "ended", "kept_out", "shortened", "other_addresses", "slowed"]);
export type RuleEffect = z.infer<typeof RuleEffect>;

export const Affected = z.object({
  effect: RuleEffect,
  detail: z.string().describe("What happens, in a sentence"),
  credential: z
    .object({
      id: z.string(),
      kind: CredentialKind,
      type: KeyType.nullable(),
      name: z.string(),
      hint: z.string(),
    })
    .nullable()
    .describe("null: everything of the owner together, or of the organization"),
  owner: z.object({ id: z.string(), name: z.string(), kind: UserKind }).nullable(),
  expires_at: z.string().nullable().describe("Of what is shortened: when it will be refused from"),
  addresses: z.array(z.string()).describe("Where it was called from in the last 30 days and may not be any more"),
  limit: z.int().nullable().describe("Of what is slowed: the requests an hour that are left to it"),
  peak: z.int().nullable().describe("Of what is slowed: its busiest hour of the last 30 days"),
});
export type Affected = z.infer<typeof Affected>;

/** Everything that works now and would not, or not as before, if the rules were saved at this moment. */
export const SettingsPreview = z.object({
  changes: z.array(z.string()).describe("The settings that would be other than now"),
  counts: z.record(RuleEffect, z.int()),
  data: z.array(Affected).describe("The hardest hit first, at most 500"),
});
export type SettingsPreview = z.infer<typeof SettingsPreview>;

export const TestOriginInput = z.strictObject({
  ...organization,
  origin: Origin,
  method: z.enum(["GET", "POST", "PUT", "PATCH", "DELETE"]).default("GET"),
});

const Told = z.object({
  allowed: z.boolean(),
  why: z.string(),
  headers: z.array(z.object({ name: z.string(), value: z.string() })),
});
/** What a browser is told about a page of that origin: before the request, and with the answer to one of its own keys. */
export const OriginTest = z.object({ preflight: Told, answer: Told });
export type OriginTest = z.infer<typeof OriginTest>;
