import { IntrospectInput, Introspection } from "#contract/verification.ts";
import { refusalOf } from "#core/credentials/resolve.ts";
import { lookUp } from "#core/verb.ts";
import { findOwn } from "./find-own.ts";

/** Token introspection (RFC 7662) of every kind of credential of the caller's organization. It takes nothing of its limits. */
export const introspectToken = lookUp(
  { name: "credentials.introspect", scope: "keys:verify", input: IntrospectInput, output: Introspection },
  async (call, { token }) => {
    const record = await findOwn(call, token);
    if (!record || refusalOf(record, call.runtime.clock.nowMs())) return { active: false as const };
    const { principal, issuedAtMs, expiresAtMs } = record;
    return {
      active: true as const,
      scope: principal.scopes.join(" "),
      client_id: principal.via.id,
      sub: principal.user.id,
      iat: Math.floor(issuedAtMs / 1000),
      ...(Number.isFinite(expiresAtMs) && { exp: Math.floor(expiresAtMs / 1000) }),
      token_type: "Bearer" as const,
      org_id: principal.orgId,
    };
  },
);
