import { and, eq, sql } from "drizzle-orm";
import { type Column, Source, UpdateSourceInput } from "#contract/source.ts";
import { requireUnlimited } from "#core/policies/require-unlimited.ts";
import { viewOfSource } from "#core/policies/view-of-source.ts";
import { requireVersion } from "#core/precondition.ts";
import type { Principal } from "#core/principal.ts";
import { chooseProject } from "#core/projects/choose-project.ts";
import { findSource, lockSource, type SourceRow } from "#core/reading/find-source.ts";
import { invalidField } from "#core/refusal.ts";
import { mutation } from "#core/verb.ts";
import type { Db } from "#db/client.ts";
import { sources } from "#db/schema/sources.ts";

import { auditedSource, toSource } from "./source-view.ts";

/** Renames or describes a source or its columns, or moves it to another project. */
export const updateSource = mutation(
  { name: "sources.update", scope: "data:write", input: UpdateSourceInput, output: Source },
  async (ctx, { id, name, description, project_id, column_descriptions = {} }) => {
    const { db, principal, now } = ctx;
    const before = await lockSource(db, principal, id);
    const { source } = before;
    requireVersion(ctx.request.ifMatch, source.version);
    if (project_id !== undefined && project_id !== source.projectId) {
      // A policy may look at the role that somebody has in the project.
      await requireUnlimited(db, principal, id, "In another project it might limit less.");
      await chooseProject(db, principal, project_id);
    }
    await db
      .update(sources)
      .set({
        name: name ?? source.name,
        description: description === undefined ? source.description : description,
        projectId: project_id ?? source.projectId,
        columns: await describedColumns(db, principal, before, column_descriptions),
        updatedAt: now,
        version: sql`${sources.version} + 1`,
      })
      .where(and(eq(sources.orgId, principal.orgId), eq(sources.id, id)));
    const after = await findSource(db, principal, id);
    ctx.record({
      action: "source.updated",
      target: { type: "source", id, name: after.source.name },
      before: auditedSource(before),
      after: auditedSource(after),
    });
    return toSource(db, principal, after);
  },
);

async function describedColumns(
  db: Db,
  principal: Principal,
  { source }: SourceRow,
  given: Record<string, string | null>,
): Promise<Column[]> {
  const { columns: visible } = await viewOfSource(db, principal, source);
  const descriptions = new Map(Object.entries(given));
  for (const name of descriptions.keys())
    if (!visible.some((column) => column.name === name))
      throw invalidField(
        `column_descriptions.${name}`,
        "unknown_column",
        `The source has no column ${JSON.stringify(name)}.`,
      );
  return source.columns.map((column) => {
    const description = descriptions.get(column.name);
    return description === undefined ? column : { ...column, description: description || null };
  });
}
