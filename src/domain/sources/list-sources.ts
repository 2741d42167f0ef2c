import { and, eq, ilike, inArray, not, or, sql } from "drizzle-orm";
import type * as z from "zod";
import { ListedSources, ListSourcesInput } from "#contract/source.ts";
import { type KeysetOrder, keysetOrder } from "#core/keyset-order.ts";
import { limitedSources } from "#core/policies/limited-sources.ts";
import { type SourceRow, selectSources, visibleSources } from "#core/reading/find-source.ts";
import { query } from "#core/verb.ts";
import { sources } from "#db/schema/sources.ts";
import { toSources } from "./source-view.ts";

/** The sources of the caller's projects, newest first unless told. `q` finds by a part of the name, or by id. */
export const listSources = query(
  {
    name: "sources.list",
    scope: "data:read",
    input: ListSourcesInput,
    shared: ["source", "project"],
    output: ListedSources,
  },
  async ({ db, principal }, input) => {
    const hidden = input.sort === "-row_count" ? [...(await limitedSources(db, principal)).rows] : [];
    const order = input.sort === "-row_count" ? byRowCount(hidden) : orders[input.sort];
    const rows = await selectSources(db)
      .where(
        and(
          visibleSources(principal),
          input.q
            ? or(ilike(sources.name, `%${input.q.replace(/[\\%_]/g, "\\$&")}%`), eq(sources.id, input.q))
            : undefined,
          input.status ? eq(sources.status, input.status) : undefined,
          input.project_id ? eq(sources.projectId, input.project_id) : undefined,
          order.after(input.cursor),
        ),
      )
      .orderBy(...order.by)
      .limit(input.limit + 1);
    const page = rows.slice(0, input.limit);
    const last = page.at(-1);
    return {
      data: await toSources(db, principal, page),
      next_cursor: rows.length > input.limit && last ? order.cursorOf(last) : null,
    };
  },
);

// A cursor carries milliseconds, so the order must not look at microseconds.
const byCreation = {
  id: sources.id,
  column: sql`date_trunc('milliseconds', ${sources.createdAt})`,
  kind: "time" as const,
  of: ({ source }: SourceRow) => [source.createdAt.toISOString(), source.id] as const,
};

/** A source of which not every row is seen has its place as if it had none: its place would tell how many there are. */
const byRowCount = (limited: readonly string[]): KeysetOrder<SourceRow> => {
  const counted = limited.length > 0 ? not(inArray(sources.id, [...limited])) : sql`true`;
  return keysetOrder({
    id: sources.id,
    column: sql`case when ${counted} then ${sources.rowCount} else 0 end`,
    kind: "count",
    descending: true,
    of: ({ source }) => [limited.includes(source.id) ? 0 : source.rowCount, source.id],
  });
};

const orders: Record<Exclude<z.output<typeof ListSourcesInput>["sort"], "-row_count">, KeysetOrder<SourceRow>> = {
  "-created_at": keysetOrder({ ...byCreation, descending: true }),
  created_at: keysetOrder(byCreation),
  name: keysetOrder({
    id: sources.id,
    column: sql`${sources.name} collate "C"`,
    kind: "text",
    of: ({ source }) => [source.name, source.id],
  }),
  "-updated_at": keysetOrder({
    id: sources.id,
    column: sql`date_trunc('milliseconds', ${sources.updatedAt})`,
    kind: "time",
    descending: true,
    of: ({ source }) => [source.updatedAt.toISOString(), source.id],
  }),
};
