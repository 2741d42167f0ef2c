import { and, eq } from "drizzle-orm";
import { hourlyLimits } from "#contract/credential.ts";
import type { Scope } from "#contract/scope.ts";
import { CreatedShareLink, CreateShareLinkInput, type SharedType } from "#contract/share-link.ts";
import { requireGrantable } from "#core/authorize.ts";
import { decideExpiry } from "#core/credentials/decide-expiry.ts";
import { mintSecret } from "#core/credentials/secret.ts";
import { requireAsBound } from "#core/policies/require-as-bound.ts";
import { requireMintable } from "#core/policy/require-mintable.ts";
import type { Principal } from "#core/principal.ts";
import { requireEditor } from "#core/projects/project-role.ts";
import { invalidField, Refusal } from "#core/refusal.ts";
import { passcodeHash } from "#core/sharing/prove-passcode.ts";
import { type MutationContext, mutation } from "#core/verb.ts";
import { credentialSecrets, credentials } from "#db/schema/credentials.ts";
import { memberships } from "#db/schema/organizations.ts";
import { shareLinks } from "#db/schema/share-links.ts";
import { newId } from "#lib/id.ts";
import { findShareable } from "./find-shareable.ts";
import { auditedLink, findLink, linkTarget, toShareLink } from "./share-link-view.ts";

/** What a link reads with. Its maker has to have as much, and it never has more than they have at that moment. */
const scopesOf: Record<SharedType, readonly Scope[]> = {
  source: ["data:read"],
  project: ["projects:read", "data:read", "dashboards:read"],
  dashboard: ["dashboards:read"],
};
const YEAR_MS = 366 * 86_400_000;

/**
 * Shares a source, project or dashboard with whoever has the link. It belongs to its maker, reads with their rights of
 * each moment, and ends with them. The answer is the only place where its token ever stands.
 */
export const createShareLink = mutation(
  {
    name: "share_links.create",
    scope: "sharing:write",
    input: CreateShareLinkInput,
    output: CreatedShareLink,
    secretFields: ["share_token", "url"],
  },
  async (ctx, input) => {
    const { db, principal, now, runtime } = ctx;
    const { via, orgId, user } = principal;
    const type = principal.livemode ? "live" : "test";
    const scopes = [...scopesOf[input.resource_type]];
    requireMintable(principal, { kind: "share", type, preset: "custom", scopes }, now);
    requireGrantable(principal, scopes);
    await requireMembership(ctx);
    const resource = await findShareable(db, principal, input.resource_type, input.resource_id);
    await requireEditor(db, principal, resource.projectId);
    const expiresAt = decideEnd(principal, input.expires_at, now);

    const secret = mintSecret(runtime.config.secretPrefix, "share");
    const id = newId("share", now.getTime());
    await requireAsBound(db, principal, { userId: user.id, role: principal.role, credentialId: id });
    const byKey = via.kind !== "session";
    await db.insert(credentials).values({
      id,
      orgId,
      kind: "share",
      type,
      name: resource.name,
      hint: secret.hint,
      preset: "custom",
      scopes,
      ownerId: user.id,
      createdBy: user.id,
      // What a key makes reaches no further than the key itself.
      allowedIps: byKey ? [...via.allowedIps] : [],
      rateLimit: byKey && via.hourlyLimit < hourlyLimits.share ? via.hourlyLimit : null,
      expiresAt,
      createdAt: now,
      updatedAt: now,
    });
    await db.insert(credentialSecrets).values({ hash: secret.hash, orgId, credentialId: id, hint: secret.hint });
    await db.insert(shareLinks).values({
      id,
      orgId,
      resourceType: input.resource_type,
      resourceId: input.resource_id,
      passcodeHash: input.passcode === undefined ? null : passcodeHash(runtime.config.secret, id, input.passcode),
      maxViews: input.max_views ?? null,
    });
    const row = await findLink(db, principal, id);
    ctx.record({ action: "share_link.created", target: linkTarget(row), after: auditedLink(row) });
    return {
      ...toShareLink(row, principal),
      share_token: secret.reveal,
      url: `${runtime.config.publicUrl}/share/${id}#${secret.reveal}`,
    };
  },
);

/** Within a year, the organization's longest lifetime, and the life of the credential that asks. */
function decideEnd(principal: Principal, asked: string, now: Date): Date {
  const expiresAt = decideExpiry(principal, asked, now) ?? new Date(asked);
  if (expiresAt.getTime() > now.getTime() + YEAR_MS)
    throw invalidField("expires_at", "too_late", "A share link lives at most a year.");
  const { via } = principal;
  if (via.kind !== "session" && via.expiresAt && expiresAt > via.expiresAt)
    throw new Refusal("forbidden", "A key cannot make a link that outlives it.");
  return expiresAt;
}

/** Whoever is being removed at this moment makes no link that is missed when theirs are ended. */
async function requireMembership({ db, principal: { orgId, user } }: MutationContext): Promise<void> {
  const [mine] = await db
    .select({ role: memberships.role })
    .from(memberships)
    .where(and(eq(memberships.orgId, orgId), eq(memberships.userId, user.id)))
    .for("share");
  if (!mine) throw new Refusal("forbidden", "You are no longer a member of the organization.");
}
