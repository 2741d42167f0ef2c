import { and, asc, eq, gt, isNull, lt, or, sql } from "drizzle-orm";
import * as z from "zod";
import { idOf } from "#contract/list.ts";
import { RemovalPlan } from "#contract/member.ts";
import { scopesOfRole } from "#contract/role.ts";
import { holdsScope } from "#contract/scope.ts";
import { heirsOf } from "#core/members/heirs.ts";
import { livingKeysOf } from "#core/members/living-keys.ts";
import { effectiveExpirySql } from "#core/policy/under-rules.ts";
import { Refusal } from "#core/refusal.ts";
import { query } from "#core/verb.ts";
import type { Db } from "#db/client.ts";
import { credentialActivity, credentials } from "#db/schema/credentials.ts";
import { memberships } from "#db/schema/organizations.ts";
import { shareLinks } from "#db/schema/share-links.ts";
import { users } from "#db/schema/users.ts";

/**
 * What has to be decided before a member or service account can go: each key that works, with its last use, most
 * recently used first, who could take it over, and the share links that end in any case. Everybody sees their own plan, without the others' names.
 */
export const readPlan = query(
  {
    name: "members.plan",
    scope: null,
    sessionOnly: true,
    input: z.strictObject({ id: idOf("user") }),
    output: RemovalPlan,
  },
  async ({ db, principal }, { id }) => {
    const { orgId } = principal;
    const mayHandOver = holdsScope(principal.scopes, "users:write");
    const [leaver] = await db
      .select({ id: users.id, name: users.name, role: memberships.role })
      .from(memberships)
      .innerJoin(users, eq(users.id, memberships.userId))
      .where(and(eq(memberships.orgId, orgId), eq(memberships.userId, id)));
    if (!leaver || (id !== principal.user.id && !mayHandOver))
      throw new Refusal("not_found", "There is no such member.");
    const rows = await db
      .select({
        key: credentials,
        endsAt: effectiveExpirySql(principal.settings).mapWith(credentials.expiresAt),
        activity: credentialActivity,
      })
      .from(credentials)
      .leftJoin(credentialActivity, eq(credentialActivity.credentialId, credentials.id))
      .where(livingKeysOf(orgId, id))
      .orderBy(sql`${credentialActivity.lastUsedAt} desc nulls last`, asc(credentials.id));
    return {
      keys: rows.map(({ key, endsAt, activity }) => ({
        id: key.id,
        name: key.name,
        hint: key.hint,
        type: key.type,
        expires_at: key.expiresAt?.toISOString() ?? null,
        effective_expires_at: endsAt?.toISOString() ?? null,
        last_used_at: activity?.lastUsedAt.toISOString() ?? null,
        last_operation: activity?.operation ?? null,
        loses: key.scopes.filter((scope) => !holdsScope(scopesOfRole[leaver.role], scope)),
      })),
      heirs: mayHandOver ? await heirsOf(db, principal, leaver) : [],
      share_links: await linksOf(db, orgId, id),
    };
  },
);

/** The share links that end with whoever goes, those that end soonest first. */
async function linksOf(db: Db, orgId: string, ownerId: string): Promise<z.infer<typeof RemovalPlan>["share_links"]> {
  const rows = await db
    .select({ link: shareLinks, name: credentials.name, expiresAt: credentials.expiresAt })
    .from(shareLinks)
    .innerJoin(credentials, eq(credentials.id, shareLinks.id))
    .where(
      and(
        eq(shareLinks.orgId, orgId),
        eq(credentials.ownerId, ownerId),
        isNull(credentials.revokedAt),
        gt(credentials.expiresAt, sql`clock_timestamp()`),
        or(isNull(shareLinks.maxViews), lt(shareLinks.views, shareLinks.maxViews)),
      ),
    )
    .orderBy(asc(credentials.expiresAt), asc(credentials.id));
  return rows.map(({ link, name, expiresAt }) => ({
    id: link.id,
    resource_type: link.resourceType,
    name,
    expires_at: expiresAt?.toISOString() ?? "",
    views: link.views,
    last_viewed_at: link.lastViewedAt?.toISOString() ?? null,
  }));
}
