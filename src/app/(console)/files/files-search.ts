import { createLoader, type inferParserType, parseAsString, parseAsStringLiteral } from "nuqs/server";

/** What of the list of files stands in the URL. */
export const filesParsers = {
  q: parseAsString.withDefault(""),
  project: parseAsString,
  sort: parseAsStringLiteral(["-created_at", "created_at", "name", "-bytes"]).withDefault("-created_at"),
};
export type FilesSearch = inferParserType<typeof filesParsers>;
export const loadFilesSearch = createLoader(filesParsers);

export const filesInput = ({ q, project, sort }: FilesSearch) => ({
  limit: 50,
  sort,
  ...(q.trim() && { q: q.trim().slice(0, 100) }),
  ...(project && { project_id: project.slice(0, 60) }),
});
