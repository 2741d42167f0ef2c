import type { Db } from "#db/client.ts";
import { appendAudit, type Recorded } from "../audit/append.ts";
import type { GuestCall } from "../verb.ts";

/** Writes what a user did before they were signed in into the chain of `orgId`, in the caller's transaction. */
export async function recordForUser(
  { runtime, request, now }: GuestCall & { now: Date },
  tx: Db,
  { user, orgId }: { user: { id: string; name: string }; orgId: string },
  events: readonly Recorded[],
): Promise<void> {
  const origin = {
    orgId,
    actor: { type: "user" as const, id: user.id, name: user.name },
    credentialId: null,
    ip: request.ip,
    userAgent: request.userAgent,
    requestId: request.id,
  };
  await appendAudit(tx, runtime.auditSigner, origin, events, now);
}
