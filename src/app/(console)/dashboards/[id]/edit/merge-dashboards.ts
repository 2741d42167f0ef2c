import type { Dashboard, ShownChart } from "#contract/dashboard.ts";

export type Draft = Pick<Dashboard, "name" | "description" | "charts" | "filters">;

/** Whether two things say the same, however they were made. */
export const alike = (one: unknown, other: unknown): boolean =>
  JSON.stringify(sorted(one)) === JSON.stringify(sorted(other));

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, each]) => each !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, each]) => [name, sorted(each)]),
  );
}

export type Changes = {
  about: boolean;
  filters: boolean;
  added: ShownChart[];
  changed: ShownChart[];
  removed: ShownChart[];
  moved: boolean;
};

/** What was done to a dashboard between two states of it. */
export function changesBetween(before: Draft, after: Draft): Changes {
  const was = new Map(before.charts.map((chart) => [chart.id, chart]));
  const is = new Map(after.charts.map((chart) => [chart.id, chart]));
  const common = (charts: readonly ShownChart[], others: Map<string, ShownChart>) =>
    charts.flatMap(({ id }) => (others.has(id) ? [id] : []));
  return {
    about: before.name !== after.name || before.description !== after.description,
    filters: !alike(before.filters, after.filters),
    added: after.charts.filter(({ id }) => !was.has(id)),
    changed: after.charts.filter((chart) => was.has(chart.id) && !alike(was.get(chart.id), chart)),
    removed: before.charts.filter(({ id }) => !is.has(id)),
    moved: !alike(common(before.charts, is), common(after.charts, was)),
  };
}

/**
 * Both of two states that were made from `base`. What only one of them changed is as they left it; a chart that both
 * changed is there twice, theirs and mine; one that was changed here and deleted there stays. Nothing is lost.
 */
export function mergeDashboards(base: Draft, mine: Draft, theirs: Draft, newId: () => string): Draft {
  const [ours, others] = [changesBetween(base, mine), changesBetween(base, theirs)];
  const has = (charts: readonly ShownChart[], id: string) => charts.some((chart) => chart.id === id);
  const find = (charts: readonly ShownChart[], id: string) => charts.find((chart) => chart.id === id);

  // Whoever alone moved charts about gives the order; the others' new charts come after.
  const first = ours.moved && !others.moved ? mine.charts : theirs.charts;
  const second = first === mine.charts ? theirs.charts : mine.charts;
  const order = [...first, ...second.filter(({ id }) => !has(first, id))].map(({ id }) => id);

  const charts = order.flatMap((id): ShownChart[] => {
    const [my, their] = [find(mine.charts, id), find(theirs.charts, id)];
    const touched = ({ added, changed }: Changes) => has(added, id) || has(changed, id);
    const [iChanged, theyChanged] = [touched(ours), touched(others)];
    if (my && their) {
      if (!iChanged || alike(my, their)) return [their];
      if (!theyChanged) return [my];
      return [their, { ...my, id: newId(), title: `${my.title.slice(0, 110)} (yours)` }];
    }
    // In one of both only: new there, or deleted by the other, who did not know that it was changed.
    if (my) return iChanged ? [my] : [];
    return their && theyChanged ? [their] : [];
  });
  return {
    name: mine.name === base.name ? theirs.name : mine.name,
    description: mine.description === base.description ? theirs.description : mine.description,
    charts,
    filters: ours.filters
      ? others.filters
        ? [...new Set([...theirs.filters, ...mine.filters])]
        : mine.filters
      : theirs.filters,
  };
}
