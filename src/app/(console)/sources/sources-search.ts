import { createLoader, type inferParserType, parseAsString, parseAsStringLiteral } from "nuqs/server";

/** What of the list of sources stands in the URL. */
export const sourcesParsers = {
  q: parseAsString.withDefault(""),
  status: parseAsStringLiteral(["importing", "ready", "failed"]),
  project: parseAsString,
  sort: parseAsStringLiteral(["-created_at", "created_at", "name", "-row_count", "-updated_at"]).withDefault(
    "-created_at",
  ),
};
export type SourcesSearch = inferParserType<typeof sourcesParsers>;
export const loadSourcesSearch = createLoader(sourcesParsers);

export const sourcesInput = ({ q, status, project, sort }: SourcesSearch) => ({
  limit: 50,
  sort,
  ...(q.trim() && { q: q.trim().slice(0, 100) }),
  ...(status && { status }),
  ...(project && { project_id: project.slice(0, 60) }),
});
