import { isDeepStrictEqual } from "node:util";
import { chartColumns, misfitOf } from "#contract/chart-columns.ts";
import type { Chart, ChartInput } from "#contract/dashboard.ts";
import { requireScope } from "#core/authorize.ts";
import type { Principal } from "#core/principal.ts";
import { openSource } from "#core/reading/open-source.ts";
import { columnsOfAnswer, parseQuery } from "#core/reading/parse-query.ts";
import { invalidField, Refusal } from "#core/refusal.ts";
import type { Db } from "#db/client.ts";
import { newId } from "#lib/id.ts";
import { reachInto } from "./reach-into.ts";

/**
 * The charts as they are to be kept. One that asks what it asked before is taken as it is, also where its source is gone
 * by now: nobody loses a chart by moving another. Whatever asks something new is asked with the saver's own access, and
 * needs `data:read`, so that a credential for dashboards alone opens no further rows. What the saver may not see of the
 * former charts counts as new, or one could guess at it until a save goes through. Refuses with `invalid_input` that
 * names the chart.
 */
export async function chartsToKeep(
  db: Db,
  principal: Principal,
  given: readonly ChartInput[],
  before: readonly Chart[],
): Promise<Chart[]> {
  const reach = await reachInto(db, principal, before);
  const seen = before.filter(({ id }) => reach.get(id)?.shown);
  const kept: Chart[] = [];
  for (const [index, { id, query, ...look }] of given.entries()) {
    const attr = `charts.${index}`;
    const former = before.find((chart) => chart.id === id);
    if (!query) {
      if (former?.source_id !== look.source_id)
        throw invalidField(`${attr}.query`, "required", "Say what the chart asks of its source.");
      kept.push({ ...former, ...look });
      continue;
    }
    const same = seen.find((other) => other.source_id === look.source_id && isDeepStrictEqual(other.query, query));
    const isNew = same === undefined;
    const chart: Chart = { id: id ?? newId("chart"), ...look, query, asked_by: same?.asked_by ?? principal.user.id };
    if (isNew) requireScope(principal, "data:read");
    if (isNew || former?.kind !== chart.kind) await requireDrawable(db, principal, chart, attr);
    kept.push(chart);
  }
  return kept;
}

async function requireDrawable(db: Db, principal: Principal, chart: Chart, attr: string): Promise<void> {
  const { source_id, kind, query } = chart;
  const columns = await openSource(db, principal, source_id).then(
    ({ view }) => columnsOfAnswer(within(`${attr}.query`, () => parseQuery(query, view.columns))),
    (error: unknown) => {
      if (error instanceof Refusal && error.code === "not_found")
        throw invalidField(`${attr}.source_id`, "not_found", "There is no such source.");
      throw error;
    },
  );
  const misfit = misfitOf(kind, query, chartColumns(query, columns));
  if (misfit) throw invalidField(`${attr}.kind`, "misfit", misfit);
}

/** What is wrong with a query is told under the chart's own path. */
function within<T>(attr: string, parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    if (!(error instanceof Refusal) || !error.more.errors) throw error;
    const errors = error.more.errors.map((each) => ({ ...each, attr: `${attr}.${each.attr}` }));
    throw new Refusal(error.code, error.message, { ...error.more, errors });
  }
}
