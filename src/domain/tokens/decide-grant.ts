import { type Preset, scopesOfPreset } from "#contract/preset.ts";
import { expandScopes, type Scope } from "#contract/scope.ts";
import { requireGrantable } from "#core/authorize.ts";
import { holdMembership } from "#core/members/hold-membership.ts";
import { requireMintable } from "#core/policy/require-mintable.ts";
import { invalidField } from "#core/refusal.ts";
import type { MutationContext } from "#core/verb.ts";
import type { TokenKind } from "./token-view.ts";

type Asked = { preset?: Preset | undefined; scopes?: Scope[] | undefined };

/** The scopes of a new token: never more than its maker could grant, and nothing that the organization forbids. */
export async function decideGrant(
  { db, principal, now }: MutationContext,
  kind: TokenKind,
  asked: Asked,
): Promise<{ preset: Preset; scopes: Scope[] }> {
  await holdMembership(db, principal);
  const preset = asked.preset ?? "custom";
  const scopes = expandScopes(asked.scopes ?? scopesOfPreset(preset, principal.grantable));
  if (scopes.length === 0)
    throw invalidField("scopes", "too_small", "The token would not be able to do anything. Choose at least one scope.");
  requireMintable(principal, { kind, type: "live", preset, scopes }, now);
  requireGrantable(principal, scopes);
  return { preset, scopes };
}
