import type { CredentialRecord } from "#core/credentials/credential-record.ts";
import type { Call } from "#core/verb.ts";

/**
 * The record of a credential that acts in the caller's organization; null for any other one, so that it is answered as
 * one that nobody was given. A test key knows test keys only.
 */
export async function findOwn({ runtime, principal }: Call, presented: string): Promise<CredentialRecord | null> {
  const record = await runtime.resolver.find(presented, principal.orgId);
  // A share link opens its page here, and is nothing to a backend.
  if (!record || record.orgId !== principal.orgId || record.kind === "share") return null;
  return principal.livemode || !record.principal.livemode ? record : null;
}
