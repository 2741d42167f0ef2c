import { OpenShareLinkInput, ShareVisit } from "#contract/share-link.ts";
import { hashSecret } from "#core/credentials/secret.ts";
import { Refusal } from "#core/refusal.ts";
import { forget, takeView } from "#core/sharing/as-view.ts";
import { provePasscode } from "#core/sharing/prove-passcode.ts";
import { beginVisit, requireOpen } from "#core/sharing/visit.ts";
import { inTenant } from "#core/tenant.ts";
import { guestMutation } from "#core/verb.ts";
import { findShareable } from "./find-shareable.ts";

/**
 * Lets a visitor in for an hour, which counts as one view. Says nothing of what the link shows before the passcode was
 * right, and why it shows nothing only to whoever has the whole token.
 */
export const openShareLink = guestMutation(
  { name: "share_links.open", input: OpenShareLinkInput, output: ShareVisit },
  async ({ runtime, request }, { token, passcode }) => {
    const record = /^[a-z0-9]+_share_/.test(token) ? await runtime.resolver.find(token) : null;
    const bound = record?.principal.bound;
    if (!record || !bound) throw new Refusal("invalid_token", "This is not a share link, or not all of one.");
    requireOpen(record, request.ip, runtime.clock.nowMs());
    const { share, principal } = record;
    if (share?.passcodeHash)
      await provePasscode(runtime, { linkId: bound.linkId, stored: share.passcodeHash, passcode, ip: request.ip });
    const { name } = await inTenant(runtime.db, { orgId: record.orgId }, (db) =>
      findShareable(db, principal, bound.type, bound.id),
    );
    const isLast = await takeView({ runtime, principal }, bound.linkId);
    if (isLast) await forget({ runtime }, bound.linkId);
    const { visit, endsAt } = beginVisit(runtime, record, hashSecret(token));
    return {
      visit,
      visit_ends_at: endsAt.toISOString(),
      link_id: bound.linkId,
      resource: { type: bound.type, id: bound.id, name },
      expires_at: new Date(record.expiresAtMs).toISOString(),
    };
  },
);
