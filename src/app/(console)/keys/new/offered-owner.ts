import { Preset, scopesOfPreset } from "#contract/preset.ts";
import { grantableScopes } from "#contract/role.ts";
import { intersectScopes, type Scope } from "#contract/scope.ts";
import type { ServiceAccount } from "#contract/service-account.ts";
import type { OfferedOwner } from "./key-form-values.ts";

/** A service account as the owner of a new key: what its role leaves of what the reader may grant. */
export function offeredOwner({ id, name, role }: ServiceAccount, mine: readonly Scope[]): OfferedOwner {
  const grantable = intersectScopes(mine, grantableScopes(role));
  const presets = Preset.options.map((preset) => ({ preset, scopes: scopesOfPreset(preset, grantable) }));
  return { id, name, role, grantable, presets };
}
