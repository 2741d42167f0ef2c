import type { Chart } from "#contract/dashboard.ts";
import type { Column } from "#contract/source.ts";
import { parseFilter } from "#core/reading/parse-filter.ts";
import { readItem } from "#core/reading/parse-names.ts";
import { askable, type SourceView } from "#core/reading/source-view.ts";
import { invalidField } from "#core/refusal.ts";
import type { Reach } from "./reach-into.ts";

/** What a reader narrows a dashboard down by: the column, and the filter as it was sent. */
export type Narrowing = { column: string; text: string };

/**
 * Filters of a request. Only columns that the dashboard offers are taken: whoever holds a credential for dashboards, or
 * a link, sees the charts that were made for them, and slices them no other way.
 */
export function narrowingsOf(filters: readonly string[], offered: readonly string[]): Narrowing[] {
  return filters.map((text, index) => {
    const column = readItem(text, 0, ":", true)?.text ?? "";
    if (!offered.includes(column))
      throw invalidField(
        `filter.${index}`,
        "not_offered",
        offered.length === 0
          ? "This dashboard offers no filters."
          : `This dashboard offers filters by ${offered.join(", ")}.`,
      );
    return { column, text };
  });
}

/**
 * The question of a chart, narrowed down by what its source has and the reader may ask about. Refuses with
 * `invalid_input` a value that is none of the column's type.
 */
export function narrowed(
  query: Chart["query"],
  narrowings: readonly Narrowing[],
  view: SourceView,
): { query: Chart["query"]; by: string[] } {
  const known = askable(view.columns);
  const fitting = narrowings.flatMap(({ column, text }, index) => {
    if (!known.some(({ name }) => name === column)) return [];
    parseFilter(text, known, `filter.${index}`);
    return [{ column, text }];
  });
  return {
    query: { ...query, filter: [...query.filter, ...fitting.map(({ text }) => text)] },
    by: [...new Set(fitting.map(({ column }) => column))],
  };
}

/** The offered columns that the reader may ask about, with the type of the first source that has them. */
export function offeredTo(
  offered: readonly string[],
  reach: ReadonlyMap<string, Reach>,
): Pick<Column, "name" | "type">[] {
  const known = [...reach.values()].flatMap(({ view }) => askable(view.columns));
  return offered.flatMap((name) => {
    const column = known.find((each) => each.name === name);
    return column ? [{ name, type: column.type }] : [];
  });
}
