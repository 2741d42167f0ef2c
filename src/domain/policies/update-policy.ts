import { and, eq, sql } from "drizzle-orm";
import { Policy, UpdatePolicyInput } from "#contract/policy.ts";
import { requireVersion } from "#core/precondition.ts";
import { mutation } from "#core/verb.ts";
import { policies } from "#db/schema/policies.ts";
import { auditedPolicy, findPolicy, lockPolicy, rulesOf, toPolicy } from "./policy-view.ts";
import { requireSound } from "./require-sound.ts";

/** Changes a policy. The next request of everybody whom it bound or binds reads by it. */
export const updatePolicy = mutation(
  { name: "policies.update", scope: "policies:write", input: UpdatePolicyInput, output: Policy },
  async (ctx, { id, name, description, ...patch }) => {
    const { db, principal, now } = ctx;
    const before = await lockPolicy(db, principal, id);
    requireVersion(ctx.request.ifMatch, before.policy.version);
    const old = rulesOf(before);
    const rules = {
      ...old,
      applies_to: patch.applies_to ?? old.applies_to,
      rows: patch.rows === undefined ? old.rows : patch.rows,
      columns: patch.columns ?? old.columns,
      other_columns: patch.other_columns ?? old.other_columns,
    };
    await requireSound({ db, principal, source: before.source }, rules, old.applies_to);
    await db
      .update(policies)
      .set({
        name: name ?? before.policy.name,
        description: description === undefined ? before.policy.description : description,
        appliesTo: rules.applies_to,
        rows: rules.rows,
        columns: rules.columns,
        otherColumns: rules.other_columns,
        updatedAt: now,
        version: sql`${policies.version} + 1`,
      })
      .where(and(eq(policies.orgId, principal.orgId), eq(policies.id, id)));
    const after = await findPolicy(db, principal, id);
    ctx.record({
      action: "policy.updated",
      target: { type: "policy", id, name: after.policy.name },
      before: auditedPolicy(before),
      after: auditedPolicy(after),
    });
    return toPolicy(db, principal, after);
  },
);
