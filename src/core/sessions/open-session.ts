import type { SecondFactor, SignInMethod } from "#contract/user.ts";
import { sessions } from "#db/schema/users.ts";
import { newId } from "#lib/id.ts";
import { ensureHome } from "../organizations/ensure-home.ts";
import { Refusal } from "../refusal.ts";
import type { GuestCall } from "../verb.ts";
import { writeAsUser } from "./write-as-user.ts";

/** Days after which a session ends by itself. */
const SESSION_DAYS = 14;

type Opened = { id: string; orgId: string; expiresAt: Date };

/**
 * Makes a session with a new id for somebody who has proved who they are, and records it in the organization that they
 * begin in: a new one of their own if they are a member of none any more.
 */
export async function openSession(
  call: GuestCall & { now: Date },
  user: { id: string; name: string; defaultOrgId: string | null },
  proof: { method: SignInMethod; secondFactor: SecondFactor | null },
): Promise<Opened> {
  const { request, now } = call;
  await ensureHome(call, user);
  return writeAsUser(call, user, async ({ tx, orgId, record }) => {
    if (orgId === null) throw new Refusal("conflict", "You were just removed from your organization. Sign in again.");
    const id = newId("ses");
    const expiresAt = new Date(now.getTime() + SESSION_DAYS * 86_400_000);
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
    record({ action: "session.created", target: { type: "session", id }, after });
    return { id, orgId, expiresAt };
  });
}
