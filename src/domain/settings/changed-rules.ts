import type { OrganizationSettings, SettingsPatch } from "#contract/organization.ts";

type Changed = { named: string[]; was: Partial<OrganizationSettings>; is: Partial<OrganizationSettings> };

/** The rules that a patch makes other than they are, with what they were and will be. Lists are the same in any order. */
export function changedRules(before: OrganizationSettings, patch: SettingsPatch): Changed {
  const given = Object.entries(patch).filter(
    ([name, value]) => value !== undefined && plain(value) !== plain(before[name as keyof OrganizationSettings]),
  );
  const named = given.map(([name]) => name);
  return {
    named,
    was: Object.fromEntries(named.map((name) => [name, before[name as keyof OrganizationSettings]])),
    is: Object.fromEntries(given),
  };
}

const plain = (value: unknown): string => JSON.stringify(Array.isArray(value) ? [...value].sort() : value);
