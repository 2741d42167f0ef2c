import { Nothing } from "#contract/list.ts";
import { Self } from "#contract/user.ts";
import { untouched } from "#core/limits/limiter.ts";
import { instantQuery } from "#core/verb.ts";

/** Who the caller is, for which organization, through what, and how much of the limit is left. */
export const getSelf = instantQuery(
  { name: "users.self", scope: null, input: Nothing, output: Self },
  ({ principal, runtime, request }) => {
    const { user, via, orgId, orgName, role, livemode } = principal;
    const organization = { id: orgId, name: orgName, role };
    // The request itself was counted a moment ago. In the portal nothing is.
    const { limit, remaining, resetAt } = request.quota ?? untouched(via.hourlyLimit, runtime.clock.nowMs());
    return {
      user:
        user.kind === "person" ? { id: user.id, email: user.email, name: user.name, created_at: user.createdAt } : null,
      service_account: user.kind === "service_account" ? { id: user.id, name: user.name } : null,
      organization,
      organizations: principal.organizations ?? [organization],
      credential: {
        id: via.id,
        kind: via.kind,
        client_id: via.id,
        name: via.name,
        hint: via.hint,
        scopes: via.scopes,
        expires_at: via.expiresAt?.toISOString() ?? null,
        livemode,
      },
      effective_scopes: principal.scopes,
      rate_limit: { limit, remaining, reset_at: resetAt },
    };
  },
);
