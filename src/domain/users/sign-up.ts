import { setTimeout as atLeast } from "node:timers/promises";
import * as z from "zod";
import { SignUpInput } from "#contract/user.ts";
import { appendAudit } from "#core/audit/append.ts";
import { foundOrganization } from "#core/organizations/found-organization.ts";
import { hashPassword, requireUncommon } from "#core/sessions/password.ts";
import { countAttempt, signUpThrottles } from "#core/sessions/throttle.ts";
import { inTenant } from "#core/tenant.ts";
import { guestMutation } from "#core/verb.ts";
import { users } from "#db/schema/users.ts";
import { newId } from "#lib/id.ts";

/** Longer than making an account takes, in ms: otherwise finding one there already would show in the time. */
const ANSWER_MS = 500;

/**
 * Makes a user and their own organization. The answer, and the time it takes, are the same for an address that has an
 * account already; then nothing is made, and only the right password gets in.
 */
export const signUp = guestMutation(
  { name: "users.sign_up", input: SignUpInput, output: z.object({ accepted: z.literal(true) }) },
  async ({ runtime, request, now }, { name, email, password }) => {
    await countAttempt(runtime.db, signUpThrottles(request.ip));
    requireUncommon(password, email);
    const answerTime = atLeast(ANSWER_MS);
    const passwordHash = await hashPassword(password);
    const userId = newId("user");
    const orgId = newId("org");

    await inTenant(runtime.db, { orgId, userId }, async (tx) => {
      const [made] = await tx
        .insert(users)
        .values({ id: userId, email, name, passwordHash, defaultOrgId: orgId, createdAt: now, updatedAt: now })
        .onConflictDoNothing({ target: users.email })
        .returning({ id: users.id });
      if (!made) return;
      const orgName = `${name}'s organization`.slice(0, 80);
      await foundOrganization(tx, { id: orgId, name: orgName, ownerId: userId });
      const origin = {
        orgId,
        actor: { type: "user" as const, id: userId, name },
        credentialId: null,
        ip: request.ip,
        userAgent: request.userAgent,
        requestId: request.id,
      };
      await appendAudit(
        tx,
        runtime.auditSigner,
        origin,
        [
          { action: "user.signed_up", target: { type: "user", id: userId, name }, after: { email, name } },
          {
            action: "organization.created",
            target: { type: "organization", id: orgId, name: orgName },
            after: { name: orgName },
          },
        ],
        now,
      );
    });
    await answerTime;
    return { accepted: true as const };
  },
);
