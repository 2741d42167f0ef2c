import type * as z from "zod";
import type { ProblemCode } from "#contract/problem.ts";
import { holdsScope } from "#contract/scope.ts";
import { Verification, VerifyInput } from "#contract/verification.ts";
import type { CredentialRecord } from "#core/credentials/credential-record.ts";
import { refusalOf } from "#core/credentials/resolve.ts";
import type { Quota } from "#core/limits/limiter.ts";
import { type Call, lookUp } from "#core/verb.ts";
import { findOwn } from "./find-own.ts";
import { seesResource } from "./sees-resource.ts";

type Asked = z.output<typeof VerifyInput>;

/**
 * For the operator's own backends: what would happen to whoever calls with this credential. It is judged as the API
 * itself judges it, in the same order, and counts against its own limits. Always an answer, never an error.
 */
export const verifyCredential = lookUp(
  { name: "credentials.verify", scope: "keys:verify", input: VerifyInput, output: Verification },
  async (call, asked) => {
    const record = await findOwn(call, asked.key);
    const nowMs = call.runtime.clock.nowMs();
    const closed = record ? closedBy(record, asked, nowMs) : "invalid_token";
    if (!record || closed) return answer(closed ?? "invalid_token", null, null);
    const quota = await call.runtime.limiter.take(record.limits, nowMs, asked.cost);
    return answer(await stoppedBy(call, record, asked, quota), record, quota);
  },
);

/** Why it lets nobody in at all. */
function closedBy(record: CredentialRecord, { ip }: Asked, nowMs: number): ProblemCode | null {
  const refusal = refusalOf(record, nowMs);
  if (refusal) return refusal.code;
  return record.isAllowedIp && !(ip !== undefined && record.isAllowedIp(ip)) ? "ip_not_allowed" : null;
}

/** Why it is good, and yet stopped at this request. */
async function stoppedBy(
  { runtime }: Call,
  { principal }: CredentialRecord,
  { scopes = [], resource }: Asked,
  quota: Quota,
): Promise<ProblemCode | null> {
  if (!quota.allowed) return "rate_limit_exceeded";
  if (!scopes.every((scope) => holdsScope(principal.scopes, scope))) return "insufficient_scope";
  if (resource !== undefined && !(await seesResource(runtime, principal, resource))) return "not_found";
  return null;
}

function answer(code: ProblemCode | null, record: CredentialRecord | null, quota: Quota | null): Verification {
  return {
    valid: code === null,
    code: code ?? "valid",
    principal: record && toPrincipal(record),
    scopes: record ? [...record.principal.scopes] : [],
    rate_limit: quota && { limit: quota.limit, remaining: quota.remaining, reset_at: quota.resetAt },
  };
}

const toPrincipal = ({ principal: { via, user, role, orgId, livemode } }: CredentialRecord) => ({
  credential_id: via.id,
  kind: via.kind,
  name: via.name,
  livemode,
  expires_at: via.expiresAt?.toISOString() ?? null,
  user_id: user.id,
  user_kind: user.kind,
  role,
  organization_id: orgId,
});
