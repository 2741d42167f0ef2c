import { eq, sql } from "drizzle-orm";
import * as z from "zod";
import { SignInInput } from "#contract/user.ts";
import { appendAudit } from "#core/audit/append.ts";
import { Refusal } from "#core/refusal.ts";
import { passwordMatches } from "#core/sessions/password.ts";
import { clearAttempts, countAttempt, signInThrottles } from "#core/sessions/throttle.ts";
import { inTenant } from "#core/tenant.ts";
import { guestMutation } from "#core/verb.ts";
import { memberships } from "#db/schema/organizations.ts";
import { sessions, users } from "#db/schema/users.ts";
import { newId } from "#lib/id.ts";

/** Days after which a session ends by itself. */
const SESSION_DAYS = 14;

/**
 * Checks e-mail and password and makes a session with a new id. An unknown address, a wrong password and a deactivated
 * user get the same answer after the same work.
 */
export const signIn = guestMutation(
  { name: "users.sign_in", input: SignInInput, output: z.object({ session_id: z.string(), user_id: z.string() }) },
  async ({ runtime, request, now }, { email, password }) => {
    const { db } = runtime;
    const throttles = signInThrottles(email, request.ip);
    await countAttempt(db, throttles);
    const [user] = await db.select().from(users).where(eq(users.email, email));
    const matches = await passwordMatches(user?.passwordHash, password);
    if (!user || !matches || user.disabledAt !== null)
      throw new Refusal("unauthorized", "The e-mail address or the password is not right.");

    const id = newId("ses");
    const orgId = await inTenant(db, { orgId: "", userId: user.id }, async (tx) => {
      const [home] = await tx
        .select({ orgId: memberships.orgId })
        .from(memberships)
        .where(eq(memberships.userId, user.id))
        .orderBy(sql`${memberships.orgId} = ${user.defaultOrgId ?? ""} desc`, memberships.createdAt, memberships.orgId)
        .limit(1);
      return home?.orgId;
    });
    if (!orgId) throw new Refusal("forbidden", "You are not a member of any organization.");

    await inTenant(db, { orgId, userId: user.id }, async (tx) => {
      await tx.insert(sessions).values({
        id,
        userId: user.id,
        orgId,
        ip: request.ip,
        userAgent: request.userAgent?.slice(0, 400) ?? null,
        createdAt: now,
        authenticatedAt: now,
        lastSeenAt: now,
        expiresAt: new Date(now.getTime() + SESSION_DAYS * 86_400_000),
      });
      const origin = {
        orgId,
        actor: { type: "user" as const, id: user.id, name: user.name },
        credentialId: null,
        ip: request.ip,
        userAgent: request.userAgent,
        requestId: request.id,
      };
      await appendAudit(
        tx,
        runtime.auditSigner,
        origin,
        [{ action: "session.created", target: { type: "session", id } }],
        now,
      );
    });
    await clearAttempts(db, throttles.slice(0, 1));
    return { session_id: id, user_id: user.id };
  },
);
