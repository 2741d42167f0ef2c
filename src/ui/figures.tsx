import type { ChartColumn } from "#contract/dashboard.ts";
import type { Cell } from "#contract/source.ts";
import { cellNumber, cellText, numberText, shortNumber } from "./value-text.ts";

const figure = (value: number) => (Math.abs(value) >= 1_000_000 ? shortNumber(value) : numberText(value));

/** The measures of one row, each a large figure with its name; short where it is long, with all of it on hover. */
export function Figures({ columns, row }: { columns: readonly ChartColumn[]; row: Readonly<Record<string, Cell>> }) {
  return (
    <dl className="grid grid-cols-[repeat(auto-fit,minmax(8rem,1fr))] gap-x-6 gap-y-4">
      {columns.map(({ name, type }) => {
        const number = cellNumber(row[name]);
        const isAmount = type === "integer" || type === "number";
        return (
          <div key={name} className="flex min-w-0 flex-col-reverse justify-end">
            <dt className="truncate text-sm text-muted" title={name}>
              {name}
            </dt>
            <dd
              className="tabular truncate text-2xl font-medium"
              title={number !== null && isAmount ? numberText(number) : undefined}
            >
              {number !== null && isAmount ? figure(number) : cellText(row[name], type, true)}
            </dd>
          </div>
        );
      })}
    </dl>
  );
}
