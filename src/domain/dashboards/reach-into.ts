import { and, inArray } from "drizzle-orm";
import type { Chart } from "#contract/dashboard.ts";
import { viewOfSource } from "#core/policies/view-of-source.ts";
import type { Principal } from "#core/principal.ts";
import { selectSources, visibleSources } from "#core/reading/find-source.ts";
import { parseQuery } from "#core/reading/parse-query.ts";
import type { SourceView } from "#core/reading/source-view.ts";
import { Refusal } from "#core/refusal.ts";
import type { Db } from "#db/client.ts";
import { sources } from "#db/schema/sources.ts";

/** How far a principal's own access reaches into what a chart asks. */
export type Reach = {
  source: { id: string; name: string };
  /** They see every row and column of its source, and are no visitors by a link. */
  whole: boolean;
  /** They could ask the same themselves, of what they see. */
  asks: boolean;
  /** What it asks may be shown to them. */
  shown: boolean;
  view: SourceView;
};

/**
 * The reach into each of the charts by the chart's id; a chart whose source they do not see has none. A question tells
 * something too: the name of a hidden column, or a value that somebody filtered by, which may be of a hidden row. So it
 * is shown to those who see all of its source; else to those who could ask it themselves, and it holds no such value, or
 * one that they have put in. A visitor who was sent a link is shown answers, and no questions.
 */
export async function reachInto(db: Db, principal: Principal, charts: readonly Chart[]): Promise<Map<string, Reach>> {
  const ids = [...new Set(charts.map((chart) => chart.source_id))];
  if (ids.length === 0) return new Map();
  const found = await selectSources(db).where(and(visibleSources(principal), inArray(sources.id, ids)));
  const views = new Map<string, Pick<Reach, "source" | "whole"> & { view: SourceView }>();
  for (const { source } of found) {
    const view = await viewOfSource(db, principal, source);
    const { id, name, columns } = source;
    views.set(id, { source: { id, name }, whole: !principal.bound && isWhole(view, columns.length), view });
  }
  const reach = new Map<string, Reach>();
  for (const { id, source_id, query, asked_by } of charts) {
    const seen = views.get(source_id);
    if (!seen) continue;
    const { source, whole, view } = seen;
    const asks = canAsk(query, view);
    const tellsNoRow = view.where === undefined || query.filter.length === 0 || asked_by === principal.user.id;
    reach.set(id, { source, whole, asks, view, shown: whole || (asks && tellsNoRow && !principal.bound) });
  }
  return reach;
}

const isWhole = ({ columns, where }: SourceView, all: number): boolean =>
  where === undefined && columns.length === all && columns.every(({ mask }) => mask === null);

function canAsk(query: Chart["query"], { columns, refused }: SourceView): boolean {
  if (refused !== null) return false;
  try {
    parseQuery(query, columns);
    return true;
  } catch (error) {
    if (error instanceof Refusal) return false;
    throw error;
  }
}
