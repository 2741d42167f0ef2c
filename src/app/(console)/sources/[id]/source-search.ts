import {
  createLoader,
  type inferParserType,
  parseAsInteger,
  parseAsNativeArrayOf,
  parseAsString,
  parseAsStringLiteral,
} from "nuqs/server";

const sourceTabs = ["rows", "query", "schema", "update", "rejected", "settings"] as const;
export const pageSizes = [25, 50, 100, 250] as const;

/** What of a source's page stands in the URL. The parts of a view are written as the API takes them. */
export const sourceParsers = {
  tab: parseAsStringLiteral(sourceTabs).withDefault("rows"),
  filter: parseAsNativeArrayOf(parseAsString),
  sort: parseAsString.withDefault(""),
  fields: parseAsString.withDefault(""),
  page: parseAsInteger.withDefault(1),
  page_size: parseAsInteger.withDefault(50),
  as: parseAsString.withDefault(""),
};
/** Those that say which rows are shown. */
const { tab: _, ...ofView } = sourceParsers;
export const viewParsers = ofView;
export type SourceSearch = inferParserType<typeof sourceParsers>;
export const loadSourceSearch = createLoader(sourceParsers);

type View = Pick<SourceSearch, "filter" | "sort" | "fields" | "page" | "page_size">;

/** The view as a question for its rows. */
export const rowsInput = (id: string, { filter, sort, fields, page, page_size }: View) => ({
  id,
  page: Math.min(1_000_000, Math.max(1, page)),
  page_size: Math.min(1000, Math.max(1, page_size)),
  ...(filter.length > 0 && { filter }),
  ...(sort && { sort }),
  ...(fields && { fields }),
});

/** The same as the query of a URL; without `paged` for all rows of the view. */
export function viewQuery({ filter, sort, fields, page, page_size }: View, paged: boolean): URLSearchParams {
  const query = new URLSearchParams();
  for (const each of filter) query.append("filter", each);
  if (sort) query.set("sort", sort);
  if (fields) query.set("fields", fields);
  if (paged && page > 1) query.set("page", String(page));
  if (paged) query.set("page_size", String(page_size));
  return query;
}
