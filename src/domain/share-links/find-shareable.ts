import { and, eq, type SQL } from "drizzle-orm";
import type { PgColumn } from "drizzle-orm/pg-core";
import type { SharedType } from "#contract/share-link.ts";
import { alsoAsk } from "#core/permissions/questions.ts";
import type { Principal } from "#core/principal.ts";
import { inProject } from "#core/projects/project-role.ts";
import { Refusal } from "#core/refusal.ts";
import { withinBound } from "#core/sharing/within-bound.ts";
import type { Db } from "#db/client.ts";
import { dashboards } from "#db/schema/dashboards.ts";
import { projects } from "#db/schema/organizations.ts";
import { sources } from "#db/schema/sources.ts";

export type Shareable = { name: string; projectId: string };

/** What a link shows or shall show, as far as the principal sees it. Refuses with `not_found` as for an unknown id. */
export async function findShareable(db: Db, principal: Principal, type: SharedType, id: string): Promise<Shareable> {
  const [found] = await looks[type](db, principal, id);
  if (!found) throw new Refusal("not_found", `There is no such ${type}.`);
  alsoAsk(principal, "viewer", type, id);
  return found;
}

type Place = { id: PgColumn; orgId: PgColumn; livemode: PgColumn; projectId: PgColumn };
const visible = (principal: Principal, type: SharedType, place: Place, id: string): SQL | undefined =>
  and(
    eq(place.orgId, principal.orgId),
    eq(place.livemode, principal.livemode),
    eq(place.id, id),
    inProject(principal, place.projectId),
    withinBound(principal, type, place.id),
  );

const ofProject = { id: projects.id, orgId: projects.orgId, livemode: projects.livemode, projectId: projects.id };

const looks: Record<SharedType, (db: Db, principal: Principal, id: string) => Promise<Shareable[]>> = {
  source: async (db, principal, id) =>
    db
      .select({ name: sources.name, projectId: sources.projectId })
      .from(sources)
      .where(visible(principal, "source", sources, id)),
  project: async (db, principal, id) =>
    db
      .select({ name: projects.name, projectId: projects.id })
      .from(projects)
      .where(visible(principal, "project", ofProject, id)),
  dashboard: async (db, principal, id) =>
    db
      .select({ name: dashboards.name, projectId: dashboards.projectId })
      .from(dashboards)
      .where(visible(principal, "dashboard", dashboards, id)),
};
