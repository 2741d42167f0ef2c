import type { SQL } from "drizzle-orm";
import type { Mask } from "#contract/policy.ts";
import type { Column } from "#contract/source.ts";

/** A column that may be read. A masked one is shown through its mask only, and nothing may be asked of its values. */
export type ReadableColumn = Column & { mask: Mask | null };

/** What one principal may read of one source: every read of rows is compiled from it, and from nothing else. */
export type SourceView = {
  tableName: string;
  /** Hidden columns are simply absent. */
  columns: readonly ReadableColumn[];
  /** The rows that are there for this principal; undefined: all of them. */
  where: SQL | undefined;
  /** Changes when the view does, for cursors, ETags and counts. Says nothing about what is hidden. */
  fingerprint: string;
  /** By what the numbers of rows are sealed where rows are left out; null: none are. */
  rowSecret: string | null;
  /** Why nothing can be read at all; null: it can. */
  refused: string | null;
};

/** The columns that can be asked about: filtered, sorted, grouped, aggregated. A masked one is as good as unknown. */
export const askable = (columns: readonly ReadableColumn[]): readonly ReadableColumn[] =>
  columns.filter(({ mask }) => mask === null);

/** A column as it is described to whoever reads it: through a mask everything is text. */
export const describedColumn = ({ mask, ...column }: ReadableColumn): Column =>
  mask === null ? column : { ...column, type: "text" };
