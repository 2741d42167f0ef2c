import { seesEverybody } from "#contract/role.ts";
import { holdsScope, isReadScope, type Scope } from "#contract/scope.ts";
import type { Principal } from "./principal.ts";
import { Refusal } from "./refusal.ts";

/** Refuses unless the principal's effective scopes hold `wanted`. */
export function requireScope(principal: Principal, wanted: Scope): void {
  const { via, role, withheld } = principal;
  if (withheld) throw new Refusal("policy_violation", withheld, { fix_path: "/account" });
  if (holdsScope(principal.scopes, wanted)) return;
  const more = { required_scopes: [wanted] };
  if (via.type === "read_only" && !isReadScope(wanted)) throw new Refusal("read_only_credential", undefined, more);
  if (via.kind === "session" || holdsScope(via.scopes, wanted))
    throw new Refusal("insufficient_scope", `The role ${role} does not include ${wanted}.`, more);
  if (via.kind !== "api_key")
    throw new Refusal("insufficient_scope", `This token lacks ${wanted}.`, { ...more, fix_path: "/tokens/new" });
  throw new Refusal("insufficient_scope", `This key lacks ${wanted}.`, {
    ...more,
    fix_path: `/keys/${via.id}?tab=settings&add=${wanted}`,
  });
}

/** Refuses whatever is not a person's own sign-in. */
export function requireSession({ via }: Principal): void {
  if (via.kind !== "session")
    throw new Refusal("forbidden", "Only signed in: in the portal, or with the access token of POST /auth/login.");
}

/** Nobody lends more than they have: refuses unless each of `wanted` may be granted by the principal. */
export function requireGrantable(principal: Principal, wanted: readonly Scope[]): void {
  const missing = wanted.filter((scope) => !holdsScope(principal.grantable, scope));
  if (missing.length > 0)
    throw new Refusal(
      "insufficient_scope",
      `You cannot grant ${missing.join(", ")}: it is more than you have yourself.`,
      {
        required_scopes: missing,
      },
    );
}

/** The owner whose credentials and usage the principal may see: null for everybody's. */
export const ownOnly = (principal: Principal): string | null =>
  seesEverybody(principal.role) ? null : principal.user.id;
