import { and, asc, desc, eq, gt, lt, or, type SQL, sql } from "drizzle-orm";
import type { PgColumn } from "drizzle-orm/pg-core";
import { decodeCursor, encodeCursor } from "./list-cursor.ts";

/** An order of a list that a page can go on from: by one value, and by the id where that is the same. */
export type KeysetOrder<Row> = {
  by: SQL[];
  /** Condition: behind the row that the cursor was made of. */
  after(cursor: string | undefined): SQL | undefined;
  cursorOf(row: Row): string;
};

type Options<Row> = {
  id: PgColumn;
  column: SQL;
  kind: keyof typeof casts;
  descending?: boolean;
  /** The values of `column` and `id` in a row. */
  of(row: Row): readonly [string | number, string];
};

const casts = { time: sql`timestamptz`, text: sql`text`, count: sql`int8` } as const;

export function keysetOrder<Row>({ id, column, kind, descending = false, of }: Options<Row>): KeysetOrder<Row> {
  const direction = descending ? desc : asc;
  const compare = descending ? lt : gt;
  return {
    by: [direction(column), direction(id)],
    after(cursor) {
      if (cursor === undefined) return undefined;
      const [at, lastId] = decodeCursor(cursor, [kind, "text"]);
      const bound = sql`${String(at)}::text::${casts[kind]}`;
      return or(compare(column, bound), and(eq(column, bound), compare(id, lastId)));
    },
    cursorOf: (row) => encodeCursor(of(row)),
  };
}
