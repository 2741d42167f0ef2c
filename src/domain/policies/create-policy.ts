import { eq } from "drizzle-orm";
import { CreatePolicyInput, Policy } from "#contract/policy.ts";
import { ensureMaskKey } from "#core/policies/mask-key.ts";
import { findSource } from "#core/reading/find-source.ts";
import { Refusal } from "#core/refusal.ts";
import { mutation } from "#core/verb.ts";
import { policies } from "#db/schema/policies.ts";
import { newId } from "#lib/id.ts";
import { auditedPolicy, findPolicy, toPolicy } from "./policy-view.ts";
import { requireSound } from "./require-sound.ts";

/** Each read of rows looks at all of them. */
const MOST = 50;

/** Limits what somebody sees of a source, from the next request on. */
export const createPolicy = mutation(
  { name: "policies.create", scope: "policies:write", input: CreatePolicyInput, output: Policy },
  async (ctx, { name, description, ...rules }) => {
    const { db, principal, now } = ctx;
    const { orgId } = principal;
    const { source } = await findSource(db, principal, rules.source_id);
    await requireSound({ db, principal, source }, rules);
    if ((await db.$count(policies, eq(policies.sourceId, source.id))) >= MOST)
      throw new Refusal("conflict", `A source has at most ${MOST} policies. Delete one that is no longer needed.`);
    await ensureMaskKey(db, orgId);
    const id = newId("pol", now.getTime());
    await db.insert(policies).values({
      id,
      orgId,
      sourceId: source.id,
      name,
      description,
      appliesTo: rules.applies_to,
      rows: rules.rows,
      columns: rules.columns,
      otherColumns: rules.other_columns,
      createdBy: principal.user.id,
      createdAt: now,
      updatedAt: now,
    });
    const made = await findPolicy(db, principal, id);
    ctx.record({ action: "policy.created", target: { type: "policy", id, name }, after: auditedPolicy(made) });
    return toPolicy(db, principal, made);
  },
);
