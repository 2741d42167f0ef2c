import { and, asc, desc, eq, gt, ilike, inArray, lt, not, or, type SQL, sql } from "drizzle-orm";
import type * as z from "zod";
import { ListedSources, ListSourcesInput } from "#contract/source.ts";
import { decodeCursor, encodeCursor } from "#core/list-cursor.ts";
import { rowLimitedSources } from "#core/policies/row-limited-sources.ts";
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
    const hidden = input.sort === "-row_count" ? await rowLimitedSources(db, principal) : [];
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
          input.cursor === undefined ? undefined : order.after(input.cursor),
        ),
      )
      .orderBy(...order.by)
      .limit(input.limit + 1);
    const page = rows.slice(0, input.limit);
    const last = page.at(-1);
    return {
      data: await toSources(db, principal, page),
      next_cursor: rows.length > input.limit && last ? encodeCursor([order.value(last), last.source.id]) : null,
    };
  },
);

type Order = { by: SQL[]; value(row: SourceRow): string | number; after(cursor: string): SQL | undefined };
type SortValue = {
  column: SQL;
  kind: keyof typeof casts;
  descending: boolean;
  value(row: SourceRow): string | number;
};

const casts = { time: sql`timestamptz`, text: sql`text`, count: sql`int8` } as const;

/** Keyset order by one value and the id. */
function orderBy({ column, kind, descending, value }: SortValue): Order {
  const direction = descending ? desc : asc;
  const compare = descending ? lt : gt;
  return {
    by: [direction(column), direction(sources.id)],
    value,
    after: (cursor) => {
      const [at, id] = decodeCursor(cursor, [kind, "text"]);
      const bound = sql`${String(at)}::text::${casts[kind]}`;
      return or(compare(column, bound), and(eq(column, bound), compare(sources.id, id)));
    },
  };
}

// A cursor carries milliseconds, so the order must not look at microseconds.
const createdAt = {
  column: sql`date_trunc('milliseconds', ${sources.createdAt})`,
  kind: "time" as const,
  value: ({ source }: SourceRow) => source.createdAt.toISOString(),
};

/** A source of which not every row is seen has its place as if it had none: its place would tell how many there are. */
const byRowCount = (limited: readonly string[]): Order => {
  const counted = limited.length > 0 ? not(inArray(sources.id, [...limited])) : sql`true`;
  return orderBy({
    column: sql`case when ${counted} then ${sources.rowCount} else 0 end`,
    kind: "count",
    descending: true,
    value: ({ source }) => (limited.includes(source.id) ? 0 : source.rowCount),
  });
};

const orders: Record<Exclude<z.output<typeof ListSourcesInput>["sort"], "-row_count">, Order> = {
  "-created_at": orderBy({ ...createdAt, descending: true }),
  created_at: orderBy({ ...createdAt, descending: false }),
  name: orderBy({
    column: sql`${sources.name} collate "C"`,
    kind: "text",
    descending: false,
    value: ({ source }) => source.name,
  }),
  "-updated_at": orderBy({
    column: sql`date_trunc('milliseconds', ${sources.updatedAt})`,
    kind: "time",
    descending: true,
    value: ({ source }) => source.updatedAt.toISOString(),
  }),
};
