import type { SecondFactor, SignInMethod } from "#contract/user.ts";
import { sessions } from "#db/schema/users.ts";
import { newId } from "#lib/id.ts";
import { Refusal } from "../refusal.ts";
import { inTenant } from "../tenant.ts";
import type { GuestCall } from "../verb.ts";
import { homeOrganization } from "./home-organization.ts";
import { recordForUser } from "./record-for-user.ts";

/** Days after which a session ends by itself. */
const SESSION_DAYS = 14;

type Opened = { id: string; orgId: string; expiresAt: Date };

/**
 * Makes a session with a new id for somebody who has proved who they are, and records it in the organization that they
 * begin in. Refuses whoever is a member of none.
 */
export async function openSession(
  call: GuestCall & { now: Date },
  user: { id: string; name: string; defaultOrgId: string | null },
  proof: { method: SignInMethod; secondFactor: SecondFactor | null },
): Promise<Opened> {
  const { runtime, request, now } = call;
  const orgId = await homeOrganization(runtime.db, user);
  if (!orgId) throw new Refusal("forbidden", "You are not a member of any organization.");

  const id = newId("ses");
  const expiresAt = new Date(now.getTime() + SESSION_DAYS * 86_400_000);
  await inTenant(runtime.db, { orgId, userId: user.id }, async (tx) => {
    await tx.insert(sessions).values({
      id,
      userId: user.id,
      orgId,
      ip: request.ip,
      userAgent: request.userAgent?.slice(0, 400) ?? null,
      createdAt: now,
      authenticatedAt: now,
      lastSeenAt: now,
      expiresAt,
      ...proof,
    });
    const after = { method: proof.method, second_factor: proof.secondFactor };
    await recordForUser(call, tx, { user, orgId }, [
      { action: "session.created", target: { type: "session", id }, after },
    ]);
  });
  return { id, orgId, expiresAt };
}
