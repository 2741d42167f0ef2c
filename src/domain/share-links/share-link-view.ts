import { and, eq, or, type SQL, sql } from "drizzle-orm";
import type { ShareLink, ShareLinkStatus } from "#contract/share-link.ts";
import { memberMay } from "#core/permissions/may.ts";
import { effectiveExpirySql, underRules } from "#core/policy/under-rules.ts";
import type { Principal } from "#core/principal.ts";
import { editsProject } from "#core/projects/project-role.ts";
import { Refusal } from "#core/refusal.ts";
import type { Db } from "#db/client.ts";
import { credentials } from "#db/schema/credentials.ts";
import { dashboards } from "#db/schema/dashboards.ts";
import { projects } from "#db/schema/organizations.ts";
import { shareLinks } from "#db/schema/share-links.ts";
import { sources } from "#db/schema/sources.ts";
import { users } from "#db/schema/users.ts";

/** Where what a link shows lies now; null: it is gone. */
const projectId = sql<string | null>`case ${shareLinks.resourceType} when 'project' then ${shareLinks.resourceId}
  else coalesce(${sources.projectId}, ${dashboards.projectId}) end`;
const resourceName = sql<string>`coalesce(case ${shareLinks.resourceType} when 'project' then ${projects.name}
  else coalesce(${sources.name}, ${dashboards.name}) end, ${credentials.name})`;

const maker = { orgId: shareLinks.orgId, userId: credentials.ownerId };

/** By the database's clock, in the order in which a visitor is refused. What ends with its maker's rights has lapsed. */
export const statusSql = ({ settings }: Principal) => sql<ShareLinkStatus>`case
  when ${credentials.revokedAt} is not null then 'revoked'
  when ${effectiveExpirySql(settings)} <= clock_timestamp() then 'expired'
  when ${shareLinks.views} >= ${shareLinks.maxViews} then 'used_up'
  when ${users.disabledAt} is null and ${memberMay(maker, "editor", "project", projects.id)} then 'active'
  else 'lapsed' end`;

/**
 * The links that a principal sees, each of which it may end: of its mode; its own, and those into projects in which it
 * could share itself.
 */
const visibleLinks = (principal: Principal): SQL | undefined =>
  and(
    eq(credentials.orgId, principal.orgId),
    eq(credentials.kind, "share"),
    eq(credentials.type, principal.livemode ? "live" : "test"),
    or(eq(credentials.ownerId, principal.user.id), editsProject(principal, projects.id) ?? sql`true`),
  );

export const selectLinks = (db: Db, principal: Principal, ...more: (SQL | undefined)[]) =>
  db
    .select({
      link: shareLinks,
      credential: credentials,
      status: statusSql(principal),
      name: resourceName,
      maker: { id: users.id, name: users.name, kind: users.kind },
      hasSecondFactor: sql<boolean>`user_has_second_factor(${users.id})`,
    })
    .from(shareLinks)
    .innerJoin(credentials, eq(credentials.id, shareLinks.id))
    .innerJoin(users, eq(users.id, credentials.ownerId))
    .leftJoin(
      sources,
      and(
        eq(sources.orgId, shareLinks.orgId),
        eq(shareLinks.resourceType, "source"),
        eq(sources.id, shareLinks.resourceId),
      ),
    )
    .leftJoin(
      dashboards,
      and(
        eq(dashboards.orgId, shareLinks.orgId),
        eq(shareLinks.resourceType, "dashboard"),
        eq(dashboards.id, shareLinks.resourceId),
      ),
    )
    .leftJoin(projects, and(eq(projects.orgId, shareLinks.orgId), eq(projects.id, projectId)))
    .where(and(visibleLinks(principal), ...more));
export type LinkRow = Awaited<ReturnType<typeof selectLinks>>[number];

/** One link that the principal sees; any other one answers as an unknown id does. */
export async function findLink(db: Db, principal: Principal, id: string): Promise<LinkRow> {
  const [row] = await selectLinks(db, principal, eq(shareLinks.id, id));
  if (!row) throw new Refusal("not_found", "There is no such share link.");
  return row;
}

/** The same, and nobody else changes or ends it until this transaction is over. */
export async function lockLink(db: Db, principal: Principal, id: string): Promise<LinkRow> {
  await db
    .select({ id: credentials.id })
    .from(credentials)
    .where(and(eq(credentials.orgId, principal.orgId), eq(credentials.id, id), eq(credentials.kind, "share")))
    .for("update");
  return findLink(db, principal, id);
}

const iso = (time: Date | null) => time?.toISOString() ?? null;

/** A link as everybody sees it. Nothing of its token is in it but the hint. */
export function toShareLink(
  { link, credential, status, name, maker, hasSecondFactor }: LinkRow,
  { settings }: Principal,
): ShareLink {
  const judged = {
    kind: credential.kind,
    type: credential.type,
    createdAtMs: credential.createdAt.getTime(),
    expiresAtMs: credential.expiresAt?.getTime() ?? 0,
    ownerKind: maker.kind,
    ownerHasSecondFactor: hasSecondFactor,
  };
  return {
    id: link.id,
    resource: { type: link.resourceType, id: link.resourceId, name },
    hint: credential.hint,
    status,
    expires_at: iso(credential.expiresAt) ?? "",
    ...underRules(judged, settings),
    has_passcode: link.passcodeHash !== null,
    max_views: link.maxViews,
    views: link.views,
    last_viewed_at: iso(link.lastViewedAt),
    created_by: { id: maker.id, name: maker.name },
    created_at: credential.createdAt.toISOString(),
    revoked_at: iso(credential.revokedAt),
    livemode: credential.type !== "test",
    version: credential.version,
  };
}

/** What the audit log keeps of a link. */
export const auditedLink = ({ link, credential, status }: LinkRow) => ({
  resource_type: link.resourceType,
  resource_id: link.resourceId,
  hint: credential.hint,
  status,
  expires_at: iso(credential.expiresAt),
  has_passcode: link.passcodeHash !== null,
  max_views: link.maxViews,
});

/** How the audit log names a link: by what it shows. */
export const linkTarget = ({ link, name }: LinkRow) => ({ type: "share_link", id: link.id, name });
