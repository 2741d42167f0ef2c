import type { Sight } from "#contract/policy.ts";
import { Callout } from "#ui/callout.tsx";
import { PlainTable } from "#ui/values-table.tsx";
import { counted } from "../parts/numbers.ts";

/** What somebody sees of a source: its first rows. */
export function SightTable({ title, sight }: { title: string; sight: Sight }) {
  return (
    <section className="flex min-w-0 flex-col gap-2">
      <div className="flex flex-wrap items-baseline justify-between gap-x-3">
        <h3 className="text-sm font-medium">{title}</h3>
        {sight.refused === null && (
          <p className="tabular text-sm text-muted">
            {counted(sight.total_rows, "row")}, {counted(sight.columns.length, "column")}
          </p>
        )}
      </div>
      {sight.refused !== null ? (
        <Callout tone="warning">{sight.refused}</Callout>
      ) : sight.data.length === 0 ? (
        <p className="rounded-lg border p-4 text-sm text-muted">No row.</p>
      ) : (
        <PlainTable
          title={title}
          className="max-h-80"
          columns={sight.columns.map(({ name, mask }) => ({ id: name, label: mask ? `${name} (masked)` : name }))}
          rows={sight.data.map((row) => sight.columns.map(({ name }) => cellText(row[name])))}
        />
      )}
    </section>
  );
}

const cellText = (cell: Sight["data"][number][string] | undefined): string =>
  cell === null || cell === undefined ? "–" : typeof cell === "object" ? JSON.stringify(cell) : String(cell);
