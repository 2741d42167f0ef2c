import { and, eq, sql } from "drizzle-orm";
import * as z from "zod";
import { TransferOwnershipInput } from "#contract/organization.ts";
import { Role } from "#contract/role.ts";
import { lockMembers } from "#core/members/lock-members.ts";
import { invalidField, Refusal } from "#core/refusal.ts";
import { requireRecent } from "#core/sessions/recent.ts";
import { mutation } from "#core/verb.ts";
import { memberships } from "#db/schema/organizations.ts";
import { users } from "#db/schema/users.ts";

/** Makes another member an owner, and the caller an admin. Asks who is there first. */
export const transferOwnership = mutation(
  {
    name: "organizations.transfer",
    scope: "organizations:write",
    sessionOnly: true,
    input: TransferOwnershipInput,
    output: z.object({ user_id: z.string(), role: Role.describe("What the caller is now") }),
  },
  async (ctx, { user_id }) => {
    const { db, principal, now } = ctx;
    const { orgId, orgName, user, role } = principal;
    if (role !== "owner") throw new Refusal("forbidden", "Only an owner hands the organization over.");
    requireRecent(principal, now);
    if (user_id === user.id) throw invalidField("user_id", "own", "You are an owner already. Choose somebody else.");
    await lockMembers(db, principal);
    const [next] = await db
      .select({ name: users.name, role: memberships.role, kind: users.kind, disabledAt: users.disabledAt })
      .from(memberships)
      .innerJoin(users, eq(users.id, memberships.userId))
      .where(and(eq(memberships.orgId, orgId), eq(memberships.userId, user_id)));
    if (next?.kind !== "person" || next.disabledAt !== null)
      throw invalidField("user_id", "unknown", "There is no such member who could own the organization.");
    const become = (id: string, as: Role) =>
      db
        .update(memberships)
        .set({ role: as, version: sql`${memberships.version} + 1` })
        .where(and(eq(memberships.orgId, orgId), eq(memberships.userId, id)));
    await become(user_id, "owner");
    await become(user.id, "admin");
    ctx.record({
      action: "organization.transferred",
      target: { type: "organization", id: orgId, name: orgName },
      before: { owner: user.id, role_of_next: next.role },
      after: { owner: user_id, owner_name: next.name, role_of_previous: "admin" },
    });
    ctx.changed({ user: user_id });
    ctx.changed({ user: user.id });
    return { user_id, role: "admin" as const };
  },
);
