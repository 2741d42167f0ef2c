import type { IssuedKind, OrganizationSettings } from "#contract/organization.ts";
import type { Preset } from "#contract/preset.ts";

/** The rules as fields of a form: numbers and lists are text. */
export type RulesValues = {
  key_creation_enabled: boolean;
  never_expires_allowed: boolean;
  max_key_lifetime_days: string;
  rate_limit: string;
  member_rate_limit: string;
  organization_rate_limit: string;
  allowed_credentials: IssuedKind[];
  allowed_presets: Preset[];
  allowed_ips: string;
  allowed_origins: string;
  session_hours: string;
  second_factor_required: boolean;
  recent_authentication_for_full_access: boolean;
};
export type RuleName = keyof RulesValues;

export const toValues = (settings: OrganizationSettings): RulesValues => ({
  ...settings,
  max_key_lifetime_days: numberText(settings.max_key_lifetime_days),
  rate_limit: numberText(settings.rate_limit),
  member_rate_limit: numberText(settings.member_rate_limit),
  organization_rate_limit: numberText(settings.organization_rate_limit),
  session_hours: numberText(settings.session_hours),
  allowed_ips: settings.allowed_ips.join("\n"),
  allowed_origins: settings.allowed_origins.join("\n"),
});

/** What those of the named fields say that were changed, for `SettingsPatch` to check. */
export const toPatch = (
  values: RulesValues,
  before: RulesValues,
  names: readonly RuleName[],
): Record<string, unknown> =>
  Object.fromEntries(
    names.filter((name) => String(values[name]) !== String(before[name])).map((name) => [name, read(name, values)]),
  );

const lists: readonly RuleName[] = ["allowed_ips", "allowed_origins"];

function read(name: RuleName, values: RulesValues): unknown {
  const value = values[name];
  if (typeof value !== "string") return value;
  if (lists.includes(name)) return value.split(/[\s,]+/).filter((part) => part !== "");
  return value.trim() === "" ? null : Number(value);
}

const numberText = (value: number | null) => (value === null ? "" : String(value));
