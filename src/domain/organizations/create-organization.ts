import { eq, sql } from "drizzle-orm";
import * as z from "zod";
import { CreateOrganizationInput } from "#contract/organization.ts";
import { appendAudit } from "#core/audit/append.ts";
import { lockUser } from "#core/members/lock-user.ts";
import { foundOrganization } from "#core/organizations/found-organization.ts";
import { mutation, originOf } from "#core/verb.ts";
import { sessions } from "#db/schema/users.ts";
import { newId } from "#lib/id.ts";

/** Makes another organization with the caller as its owner, and switches the session to it. */
export const createOrganization = mutation(
  {
    name: "organizations.create",
    scope: null,
    sessionOnly: true,
    input: CreateOrganizationInput,
    output: z.object({ id: z.string(), name: z.string() }),
  },
  async (ctx, { name }) => {
    const { db, principal } = ctx;
    const id = newId("org");
    await lockUser(db, principal.user.id);
    // The new tenant's rows are written as that tenant; its chain begins there, and the caller's tells of it as well.
    await db.execute(sql`select set_config('gatehouse.org_id', ${id}, true)`);
    await foundOrganization(db, { id, name, ownerId: principal.user.id });
    await db.update(sessions).set({ orgId: id }).where(eq(sessions.id, principal.via.id));
    const created = {
      action: "organization.created",
      target: { type: "organization", id, name },
      after: { name },
    } as const;
    const origin = { ...originOf(principal, ctx.request), orgId: id };
    await appendAudit(db, ctx.runtime.auditSigner, origin, [created], ctx.now);
    await db.execute(sql`select set_config('gatehouse.org_id', ${principal.orgId}, true)`);
    ctx.record(created);
    return { id, name };
  },
);
