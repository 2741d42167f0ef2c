import { and, eq, type SQL } from "drizzle-orm";
import type { Db } from "#db/client.ts";
import { sources } from "#db/schema/sources.ts";
import { users } from "#db/schema/users.ts";
import { alsoAsk } from "../permissions/questions.ts";
import type { Principal } from "../principal.ts";
import { inProject, requireEditor } from "../projects/project-role.ts";
import { Refusal } from "../refusal.ts";
import { withinBound } from "../sharing/within-bound.ts";

export type SourceRow = { source: typeof sources.$inferSelect; creator: { id: string; name: string } };

export const selectSources = (db: Db) =>
  db
    .select({ source: sources, creator: { id: users.id, name: users.name } })
    .from(sources)
    .innerJoin(users, eq(users.id, sources.createdBy));

/** The sources of the principal's organization, mode and projects: test and live never mix. */
export const visibleSources = (principal: Principal): SQL | undefined =>
  and(
    eq(sources.orgId, principal.orgId),
    eq(sources.livemode, principal.livemode),
    inProject(principal, sources.projectId),
    withinBound(principal, "source", sources.id),
  );

/** Refuses with `not_found` for whatever the principal cannot see, as for an id that nobody has. */
export async function findSource(db: Db, principal: Principal, id: string): Promise<SourceRow> {
  const [row] = await selectSources(db).where(and(visibleSources(principal), eq(sources.id, id)));
  if (!row) throw new Refusal("not_found", "There is no such source.");
  alsoAsk(principal, "viewer", "source", id);
  return row;
}

/** The same for those who may change what is in its project, and nobody else changes it until this transaction ends. */
export async function lockSource(db: Db, principal: Principal, id: string): Promise<SourceRow> {
  const [row] = await selectSources(db)
    .where(and(visibleSources(principal), eq(sources.id, id)))
    .for("update", { of: sources });
  if (!row) throw new Refusal("not_found", "There is no such source.");
  alsoAsk(principal, "viewer", "source", id);
  alsoAsk(principal, "editor", "source", id);
  await requireEditor(db, principal, row.source.projectId);
  return row;
}
