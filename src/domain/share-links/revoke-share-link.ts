import { and, eq, sql } from "drizzle-orm";
import { ShareLink, ShareLinkId } from "#contract/share-link.ts";
import { requireVersion } from "#core/precondition.ts";
import { Refusal } from "#core/refusal.ts";
import { mutation } from "#core/verb.ts";
import { credentials } from "#db/schema/credentials.ts";
import { auditedLink, findLink, linkTarget, lockLink, toShareLink } from "./share-link-view.ts";

/** Ends a link for good: the very next request with it is refused, and every visit is over. A second time is a conflict. */
export const revokeShareLink = mutation(
  { name: "share_links.revoke", scope: "sharing:write", input: ShareLinkId, output: ShareLink },
  async (ctx, { id }) => {
    const { db, principal, now } = ctx;
    const before = await lockLink(db, principal, id);
    requireVersion(ctx.request.ifMatch, before.credential.version);
    if (before.status === "revoked") throw new Refusal("conflict", "This link was revoked. Revoking is for good.");
    await db
      .update(credentials)
      .set({ revokedAt: now, updatedAt: now, version: sql`${credentials.version} + 1` })
      .where(and(eq(credentials.orgId, principal.orgId), eq(credentials.id, id)));
    const after = await findLink(db, principal, id);
    ctx.record({
      action: "share_link.revoked",
      target: linkTarget(before),
      before: auditedLink(before),
      after: auditedLink(after),
    });
    ctx.changed({ credential: id });
    return toShareLink(after, principal);
  },
);
