import { and, eq, gt, isNull, lt, or, sql } from "drizzle-orm";
import { shareLinks } from "#db/schema/share-links.ts";
import { NOTIFY_CHANNEL } from "../invalidation.ts";
import { Refusal } from "../refusal.ts";
import type { Runtime } from "../runtime.ts";
import { inTenant } from "../tenant.ts";
import type { Bound } from "./bound.ts";

type Who = { runtime: Runtime; principal: { orgId: string } };

/**
 * Runs a read as one view of a share link. The view is taken before, by one conditional update, so that never more are
 * answered than were allowed; a read that came to nothing gives it back.
 */
export async function asView<T>(who: Who, bound: Bound, read: () => Promise<T>): Promise<T> {
  const isLast = await takeView(who, bound.linkId);
  try {
    return await read();
  } catch (error) {
    await giveBack(who, bound.linkId).catch(() => {});
    throw error;
  } finally {
    // Whether it is used up is kept with the credential.
    if (isLast) await forget(who, bound.linkId).catch(() => {});
  }
}

/** Takes a view, or refuses where none is left. Gives whether it was the last. */
export async function takeView({ runtime, principal }: Who, linkId: string): Promise<boolean> {
  const { orgId } = principal;
  const now = runtime.clock.now();
  const [taken] = await inTenant(runtime.db, { orgId }, (db) =>
    db
      .update(shareLinks)
      .set({ views: sql`${shareLinks.views} + 1`, lastViewedAt: now })
      .where(
        and(
          eq(shareLinks.orgId, orgId),
          eq(shareLinks.id, linkId),
          or(isNull(shareLinks.maxViews), lt(shareLinks.views, shareLinks.maxViews)),
        ),
      )
      .returning({ views: shareLinks.views, maxViews: shareLinks.maxViews }),
  );
  if (!taken) throw new Refusal("used_up_token");
  return taken.views === taken.maxViews;
}

const giveBack = ({ runtime, principal: { orgId } }: Who, linkId: string) =>
  inTenant(runtime.db, { orgId }, (db) =>
    db
      .update(shareLinks)
      .set({ views: sql`${shareLinks.views} - 1` })
      .where(and(eq(shareLinks.orgId, orgId), eq(shareLinks.id, linkId), gt(shareLinks.views, 0))),
  );

/** Lets every instance read the link anew. */
export async function forget({ runtime }: Pick<Who, "runtime">, linkId: string): Promise<void> {
  const change = { credential: linkId };
  await runtime.db.execute(sql`select pg_notify(${NOTIFY_CHANNEL}, ${JSON.stringify(change)})`);
  runtime.invalidation.apply(change);
}
