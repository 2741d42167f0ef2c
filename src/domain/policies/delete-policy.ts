import { and, eq } from "drizzle-orm";
import { Nothing } from "#contract/list.ts";
import { PolicyId } from "#contract/policy.ts";
import { requireVersion } from "#core/precondition.ts";
import { mutation } from "#core/verb.ts";
import { policies } from "#db/schema/policies.ts";
import { auditedPolicy, lockPolicy } from "./policy-view.ts";

/** Ends a policy. Whom it bound sees again what other policies and their role leave. */
export const deletePolicy = mutation(
  { name: "policies.delete", scope: "policies:write", input: PolicyId, output: Nothing },
  async (ctx, { id }) => {
    const { db, principal } = ctx;
    const before = await lockPolicy(db, principal, id);
    requireVersion(ctx.request.ifMatch, before.policy.version);
    await db.delete(policies).where(and(eq(policies.orgId, principal.orgId), eq(policies.id, id)));
    ctx.record({
      action: "policy.deleted",
      target: { type: "policy", id, name: before.policy.name },
      before: auditedPolicy(before),
    });
    return {};
  },
);
