import type * as z from "zod";
import type { Source } from "#contract/source.ts";
import type { Call } from "#core/verb.ts";
import { createDashboard } from "#domain/dashboards/create-dashboard.ts";
import { listDashboards } from "#domain/dashboards/list-dashboards.ts";

type Given = z.input<typeof createDashboard.input>;
type DemoChart = Omit<NonNullable<Given["charts"]>[number], "source_id">;
type Demo = { name: string; description: string; source: string; filters: string[]; charts: readonly DemoChart[] };

const count = (as: string) => ({ function: "count", as }) as const;
const avg = (column: string, as: string) => ({ function: "avg", column, as }) as const;
const sum = (column: string, as: string) => ({ function: "sum", column, as }) as const;
const max = (column: string, as: string) => ({ function: "max", column, as }) as const;
const min = (column: string, as: string) => ({ function: "min", column, as }) as const;
const each = (column: string, bucket: "day" | "month" | "year") => ({ column, bucket }) as const;

const demos: readonly Demo[] = [
  {
    name: "Flight delays",
    description: "20,000 flights of 2001: how many, how late, and from where.",
    source: "Flights",
    filters: ["date", "origin", "destination"],
    charts: [
      {
        title: "In short",
        kind: "number",
        width: "full",
        query: {
          aggregate: [
            count("Flights"),
            avg("delay", "Average delay, min"),
            max("delay", "Longest delay, min"),
            sum("distance", "Miles flown"),
          ],
        },
      },
      {
        title: "Flights a day",
        kind: "area",
        width: "full",
        query: { group_by: [each("date", "day")], aggregate: [count("Flights")] },
      },
      {
        title: "Average delay a day, minutes",
        kind: "line",
        query: { group_by: [each("date", "day")], aggregate: [avg("delay", "Average delay")] },
      },
      {
        title: "Busiest airports",
        kind: "bar",
        query: { group_by: ["origin"], aggregate: [count("Flights")], sort: ["-Flights"], limit: 10 },
      },
      {
        title: "Latest on average, minutes",
        kind: "bar",
        query: {
          group_by: ["origin"],
          aggregate: [avg("delay", "Average delay")],
          filter: ["distance:gt:500"],
          sort: ["-Average delay"],
          limit: 10,
        },
      },
      {
        title: "Longest routes",
        kind: "table",
        query: {
          group_by: ["origin", "destination"],
          aggregate: [max("distance", "Miles"), count("Flights")],
          sort: ["-Miles"],
          limit: 10,
        },
      },
    ],
  },
  {
    name: "Seattle weather",
    description: "Four years of days: warmth, rain and wind.",
    source: "Seattle weather",
    filters: ["date", "weather"],
    charts: [
      {
        title: "Warmest and coldest of a month, °C",
        kind: "line",
        width: "full",
        query: {
          group_by: [each("date", "month")],
          aggregate: [max("temp_max", "Warmest"), avg("temp_max", "Average high"), min("temp_min", "Coldest")],
        },
      },
      {
        title: "Days by weather",
        kind: "bar",
        width: "full",
        query: { group_by: [each("date", "month"), "weather"], aggregate: [count("Days")] },
      },
      {
        title: "Rain a year, mm",
        kind: "bar",
        query: { group_by: [each("date", "year")], aggregate: [sum("precipitation", "Rain")] },
      },
      {
        title: "Wettest days",
        kind: "table",
        query: { select: ["date", "precipitation", "wind", "weather"], sort: ["-precipitation"], limit: 8 },
      },
    ],
  },
  {
    name: "Box office",
    description: "3,201 films: what they cost, what they made, what people thought.",
    source: "Movies",
    filters: ["Major Genre", "MPAA Rating"],
    charts: [
      {
        title: "All films",
        kind: "number",
        width: "full",
        query: {
          aggregate: [count("Films"), avg("IMDB Rating", "Average rating"), sum("Worldwide Gross", "Made, US$")],
        },
      },
      {
        title: "Best rated with many votes",
        kind: "table",
        width: "full",
        query: {
          select: ["Title", "Director", "Major Genre", "IMDB Rating", "IMDB Votes"],
          filter: ["IMDB Votes:gt:100000"],
          sort: ["-IMDB Rating"],
          limit: 5,
        },
      },
      {
        title: "Films by genre and rating",
        kind: "bar",
        query: {
          group_by: ["Major Genre", "MPAA Rating"],
          aggregate: [count("Films")],
          filter: ["Major Genre:is_null:false", "MPAA Rating:in:G,PG,PG-13,R"],
          sort: ["-Films"],
        },
      },
      {
        title: "Average gross by genre, US$",
        kind: "bar",
        query: {
          group_by: ["Major Genre"],
          aggregate: [avg("Worldwide Gross", "Gross"), avg("Production Budget", "Budget")],
          filter: ["Major Genre:is_null:false"],
          sort: ["-Gross"],
        },
      },
    ],
  },
];

/** Makes the dashboards that are not there yet, over sources of the demo by their names. */
export async function makeDashboards(call: () => Call, sources: ReadonlyMap<string, Source>): Promise<void> {
  const there = (await listDashboards(call(), listDashboards.input.parse({ limit: 100 }))).data.map(({ name }) => name);
  for (const { source, charts, ...about } of demos) {
    const id = sources.get(source)?.id;
    if (!id || there.includes(about.name)) continue;
    const given: Given = { ...about, charts: charts.map((chart) => ({ ...chart, source_id: id })) };
    await createDashboard(call(), createDashboard.input.parse(given));
  }
}
