import { ChainReport } from "#contract/audit-event.ts";
import { Nothing } from "#contract/list.ts";
import { verifyChain } from "#core/audit/verify-chain.ts";
import { query } from "#core/verb.ts";

/** Checks the organization's audit chain from its first event to its signed head. */
export const verifyAudit = query(
  { name: "audit.verify", slow: true, scope: "audit:read", input: Nothing, output: ChainReport },
  ({ db, principal, runtime }) => verifyChain(db, runtime.auditSigner, principal.orgId),
);
