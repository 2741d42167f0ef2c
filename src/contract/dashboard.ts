import * as z from "zod";
import { idOf, listOf, PageInput } from "./list.ts";
import { Cell, ColumnType, FilterTexts } from "./source.ts";
import { aggregateFunctions, SourceQuery, timeBuckets } from "./source-query.ts";

export const ChartKind = z.enum(["line", "area", "bar", "number", "table"]);
export type ChartKind = z.infer<typeof ChartKind>;

const ChartWidth = z.enum(["half", "full"]);

/** What one dashboard holds at the most, so that one look at it costs a bounded number of reads. */
export const MOST_CHARTS = 24;
export const MOST_CHART_ROWS = 1000;
/** Of all charts as JSON. A dashboard is read as a whole, and each change of it is in the audit log twice. */
const MOST_CHARACTERS = 60_000;

/** What `POST /sources/{id}/query` takes, with fewer rows: nobody reads more off a chart. */
export const ChartQuery = SourceQuery.extend({
  limit: z.int().min(1).max(MOST_CHART_ROWS).default(MOST_CHART_ROWS).describe("Rows at most"),
});
export type ChartQuery = z.infer<typeof ChartQuery>;

const ChartId = z.string().regex(/^[A-Za-z0-9_-]{1,60}$/, "1 to 60 letters, digits, - or _.");
const look = {
  title: z.string().trim().min(1, "Give the chart a title.").max(120),
  kind: ChartKind.describe(
    "line and area run along a date or timestamp, which comes first; number shows aggregates without a group",
  ),
  source_id: idOf("src"),
};

const { shape } = ChartQuery;
/** The same as it is kept, with what was left out written down. */
const AskedQuery = z.object({
  select: shape.select,
  group_by: shape.group_by.unwrap(),
  aggregate: shape.aggregate.unwrap(),
  filter: shape.filter.unwrap(),
  sort: z.array(z.union([z.string(), z.object({ column: z.string(), descending: z.boolean() })])),
  limit: z.int(),
});

export const ShownChart = z.object({
  id: z.string(),
  ...look,
  width: ChartWidth,
  query: AskedQuery.nullable().describe(
    "As of POST /sources/{id}/query. Null: it asks for what the caller may not read",
  ),
});
export type ShownChart = z.infer<typeof ShownChart>;

/** A chart as it is kept: what it asks of which source, who came to ask that, and never what anybody was answered. */
export type Chart = Omit<ShownChart, "query"> & { query: z.infer<typeof AskedQuery>; asked_by: string };

/** A chart as it is saved. One that keeps its id is the same chart, moved or changed. */
export const ChartInput = z.strictObject({
  id: ChartId.optional().describe("Unique in the dashboard; made where it is left out"),
  ...look,
  width: ChartWidth.default("half"),
  query: ChartQuery.nullish().describe("Left out or null: what the chart with this id asks already"),
});
export type ChartInput = z.infer<typeof ChartInput>;

const Charts = z
  .array(ChartInput)
  .max(MOST_CHARTS, `A dashboard holds at most ${MOST_CHARTS} charts.`)
  .superRefine((charts, { addIssue }) => {
    const seen = new Set<string>();
    for (const [index, { id }] of charts.entries()) {
      if (id !== undefined && seen.has(id))
        addIssue({ code: "custom", path: [index, "id"], message: "Two charts have this id." });
      if (id !== undefined) seen.add(id);
    }
    if (JSON.stringify(charts).length > MOST_CHARACTERS)
      addIssue({
        code: "custom",
        message: "The charts together ask too much. Filter by fewer values, or make two dashboards.",
      });
  });

const Filters = z
  .array(z.string().min(1).max(200))
  .max(8)
  .transform((names) => [...new Set(names)])
  .describe("Columns by which a reader may narrow down all charts whose source has them");
const Name = z.string().trim().min(1, "Give the dashboard a name.").max(80);
const Description = z.string().trim().max(500).nullable();
const Person = z.object({ id: z.string(), name: z.string() });

const about = {
  id: z.string(),
  name: z.string(),
  description: z.string().nullable(),
  project_id: z.string(),
  livemode: z.boolean(),
  created_at: z.string(),
  updated_at: z.string(),
  created_by: Person,
  updated_by: Person,
  version: z.int(),
};
export const Dashboard = z.object({
  ...about,
  filters: z.array(z.string()).describe("Columns by which the caller may narrow down its charts"),
  charts: z.array(ShownChart).describe("In the order in which they stand"),
});
export type Dashboard = z.infer<typeof Dashboard>;
export const DashboardSummary = z.object({
  ...about,
  charts: z.array(ShownChart.pick({ id: true, title: true, kind: true, width: true })),
});
export type DashboardSummary = z.infer<typeof DashboardSummary>;

export const ReadDashboardDataInput = z.strictObject({ id: idOf("dash"), filter: FilterTexts });
export const DashboardId = z.strictObject({ id: idOf("dash") });
export const ListDashboardsInput = z.strictObject({
  ...PageInput,
  q: z.string().trim().max(100).optional().describe("Part of a name, or an id"),
  project_id: idOf("prj").optional(),
  sort: z.enum(["-updated_at", "name"]).default("-updated_at"),
});
export const ListedDashboards = listOf(DashboardSummary);

export const CreateDashboardInput = z.strictObject({
  name: Name,
  description: Description.default(null),
  project_id: idOf("prj").optional().describe("Default: the organization’s default project"),
  charts: Charts.default([]),
  filters: Filters.default([]),
});
/** A JSON merge patch: what is left out stays; `charts` is one list and is replaced as one. */
export const UpdateDashboardInput = z.strictObject({
  id: idOf("dash"),
  name: Name.optional(),
  description: Description.optional(),
  project_id: idOf("prj").optional().describe("Moves it there"),
  charts: Charts.optional(),
  filters: Filters.optional(),
});
export const DuplicateDashboardInput = z.strictObject({
  id: idOf("dash"),
  name: Name.optional().describe("Default: its name and “(copy)”"),
  project_id: idOf("prj").optional().describe("Default: where it is"),
});

export const ChartColumn = z.object({
  name: z.string(),
  type: ColumnType,
  role: z.enum(["group", "measure"]).describe("What it is drawn along or split by, or an amount"),
  bucket: z.enum(timeBuckets).nullable(),
  function: z
    .enum(aggregateFunctions)
    .nullable()
    .describe("How a measure was worked out; null: it is a column as it is"),
});
export type ChartColumn = z.infer<typeof ChartColumn>;

/** Why a chart has no rows. It keeps no other chart from having them. */
export const ChartProblem = z.object({
  code: z
    .enum(["not_available", "broken", "not_ready", "too_slow", "skipped"])
    .describe(
      "not_available: its source or a column is gone or not open to the caller; broken: its query no longer fits, told to whoever sees all of the source; not_ready: an import runs or failed; too_slow: over 5 seconds; skipped: the charts before it took too long",
    ),
  detail: z.string(),
});
export type ChartProblem = z.infer<typeof ChartProblem>;
export const ChartData = z.object({
  id: z.string(),
  title: z.string(),
  kind: ChartKind,
  width: ChartWidth,
  source: z.object({ id: z.string(), name: z.string() }).nullable().describe("Null: gone, or not open to the caller"),
  columns: z.array(ChartColumn),
  data: z.array(z.record(z.string(), Cell)),
  truncated: z.boolean().describe("There are more rows than the limit of its query"),
  filtered_by: z.array(z.string()).describe("Which of the request’s filters its source has, and so apply"),
  problem: ChartProblem.nullable(),
});
export type ChartData = z.infer<typeof ChartData>;
export const DashboardData = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string().nullable(),
  version: z.int(),
  read_at: z.string(),
  filters: z.array(z.object({ name: z.string(), type: ColumnType })).describe("What the caller may filter by"),
  charts: z.array(ChartData),
});
export type DashboardData = z.infer<typeof DashboardData>;
