import type { ColumnType } from "#contract/source.ts";
import type { OpenSource } from "../reading/open-source.ts";
import { parseSelection } from "../reading/parse-selection.ts";
import type { Indexer } from "./indexer.ts";

/** Fewer rows are sorted in no time. */
const WORTH_ROWS = 50_000;
/** Of texts the entries could grow too long for an index, and then nothing could be appended any more. */
const INDEXED: readonly ColumnType[] = ["integer", "number", "boolean", "date", "timestamp"];

/** Lets an index be made for the order that is asked for, so that the next who asks waits for no sort of all rows. */
export function wantSortIndex(indexer: Indexer, { source, view }: OpenSource, sort: string | undefined): void {
  if (source.rowCount < WORTH_ROWS || sort === undefined) return;
  const [first] = parseSelection({ sort }, view.columns).sort;
  if (!first || !INDEXED.includes(first.column.type)) return;
  indexer.want({ tableName: source.tableName, column: first.column.name, descending: first.descending });
}
