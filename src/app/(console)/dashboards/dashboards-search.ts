import { createLoader, type inferParserType, parseAsString, parseAsStringLiteral } from "nuqs/server";

/** What of the list of dashboards stands in the URL. */
export const dashboardsParsers = {
  q: parseAsString.withDefault(""),
  project: parseAsString,
  sort: parseAsStringLiteral(["-updated_at", "name"]).withDefault("-updated_at"),
};
export type DashboardsSearch = inferParserType<typeof dashboardsParsers>;
export const loadDashboardsSearch = createLoader(dashboardsParsers);

export const dashboardsInput = ({ q, project, sort }: DashboardsSearch) => ({
  limit: 48,
  sort,
  ...(q.trim() && { q: q.trim().slice(0, 100) }),
  ...(project && { project_id: project.slice(0, 60) }),
});
