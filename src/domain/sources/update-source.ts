import { and, eq, sql } from "drizzle-orm";
import { Source, UpdateSourceInput } from "#contract/source.ts";
import { requireVersion } from "#core/precondition.ts";
import { findSource, lockSource } from "#core/reading/find-source.ts";
import { mutation } from "#core/verb.ts";
import { sources } from "#db/schema/sources.ts";
import { auditedSource, toSource } from "./source-view.ts";

/** Renames or describes a source. */
export const updateSource = mutation(
  { name: "sources.update", scope: "data:write", input: UpdateSourceInput, output: Source },
  async (ctx, { id, name, description }) => {
    const { db, principal, now } = ctx;
    const before = await lockSource(db, principal, id);
    requireVersion(ctx.request.ifMatch, before.source.version);
    await db
      .update(sources)
      .set({
        name: name ?? before.source.name,
        description: description === undefined ? before.source.description : description,
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
