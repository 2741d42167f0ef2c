import { and, eq, sql } from "drizzle-orm";
import { ShareLink, UpdateShareLinkInput } from "#contract/share-link.ts";
import { requireVersion } from "#core/precondition.ts";
import { invalidField, Refusal } from "#core/refusal.ts";
import { passcodeHash } from "#core/sharing/prove-passcode.ts";
import { mutation } from "#core/verb.ts";
import { credentials } from "#db/schema/credentials.ts";
import { shareLinks } from "#db/schema/share-links.ts";
import { auditedLink, findLink, type LinkRow, linkTarget, lockLink, toShareLink } from "./share-link-view.ts";

/** Narrows a link: an earlier end, fewer views, another passcode. What shall open more is shared anew. */
export const updateShareLink = mutation(
  { name: "share_links.update", scope: "sharing:write", input: UpdateShareLinkInput, output: ShareLink },
  async (ctx, { id, expires_at, passcode, max_views }) => {
    const { db, principal, now, runtime } = ctx;
    const before = await lockLink(db, principal, id);
    requireVersion(ctx.request.ifMatch, before.credential.version);
    if (before.status === "revoked" || before.status === "expired")
      throw new Refusal("conflict", "This link has ended. Share anew instead.");
    const expiresAt = expires_at === undefined ? undefined : earlierEnd(before, expires_at, now);
    if (max_views !== undefined) requireFewer(before, max_views);

    if (passcode !== undefined || max_views !== undefined)
      await db
        .update(shareLinks)
        .set({
          ...(passcode !== undefined && { passcodeHash: passcodeHash(runtime.config.secret, id, passcode) }),
          ...(max_views !== undefined && { maxViews: max_views }),
        })
        .where(and(eq(shareLinks.orgId, principal.orgId), eq(shareLinks.id, id)));
    await db
      .update(credentials)
      .set({ ...(expiresAt && { expiresAt }), updatedAt: now, version: sql`${credentials.version} + 1` })
      .where(and(eq(credentials.orgId, principal.orgId), eq(credentials.id, id)));
    const after = await findLink(db, principal, id);
    ctx.record({
      action: "share_link.updated",
      target: linkTarget(after),
      before: auditedLink(before),
      after: { ...auditedLink(after), passcode_changed: passcode !== undefined },
    });
    ctx.changed({ credential: id });
    return toShareLink(after, principal);
  },
);

function earlierEnd({ credential }: LinkRow, asked: string, now: Date): Date {
  const end = new Date(asked);
  if (end <= now)
    throw invalidField("expires_at", "too_early", "The end must lie in the future. To end it now, revoke it.");
  if (credential.expiresAt && end > credential.expiresAt)
    throw invalidField("expires_at", "too_late", "A link is only narrowed. To share for longer, make another.");
  return end;
}

function requireFewer({ link }: LinkRow, asked: number): void {
  if (link.maxViews !== null && asked > link.maxViews)
    throw invalidField("max_views", "too_big", "A link is only narrowed. To share with more, make another.");
  if (asked < link.views)
    throw invalidField(
      "max_views",
      "too_small",
      `It was viewed ${link.views} times already. To end it now, revoke it.`,
    );
}
