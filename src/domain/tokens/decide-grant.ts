import { type Preset, scopesOfPreset } from "#contract/preset.ts";
import { expandScopes, type Scope } from "#contract/scope.ts";
import { requireGrantable } from "#core/authorize.ts";
import { requireMintable } from "#core/policy/require-mintable.ts";
import { invalidField } from "#core/refusal.ts";
import type { MutationContext } from "#core/verb.ts";
import type { TokenKind } from "./token-view.ts";

type Asked = { preset?: Preset | undefined; scopes?: Scope[] | undefined };

/** The scopes of a new token: never more than its maker could grant, and nothing that the organization forbids. */
export function decideGrant(
  { principal, now }: MutationContext,
  kind: TokenKind,
  asked: Asked,
): { preset: Preset; scopes: Scope[] } {
  const preset = asked.preset ?? "custom";
  const scopes = expandScopes(asked.scopes ?? scopesOfPreset(preset, principal.grantable));
  if (scopes.length === 0)
    throw invalidField("scopes", "too_small", "The token would not be able to do anything. Choose at least one scope.");
  requireMintable(principal, { kind, type: "live", preset, scopes }, now);
  requireGrantable(principal, scopes);
  return { preset, scopes };
}
