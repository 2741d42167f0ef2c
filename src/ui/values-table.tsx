"use client";

import { ChevronRight } from "lucide-react";
import { useState } from "react";
import { cn } from "./cn.ts";

export type ValuesColumn = { id: string; label: string; align?: "right" | undefined };

/** The numbers of a chart as a table; made only when it is opened. */
export function ValuesTable({
  title,
  columns,
  rows,
  open: openAtFirst = false,
}: {
  title: string;
  columns: readonly ValuesColumn[];
  /** Called when the table is opened: the cells of each row, in the order of the columns. */
  rows: () => readonly (readonly string[])[];
  open?: boolean;
}) {
  const [openByHand, setOpen] = useState<boolean>();
  const open = openByHand ?? openAtFirst;
  return (
    <details className="group mt-2 text-sm" open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary className="inline-flex list-none items-center gap-1 rounded-sm text-muted hover:text-text [&::-webkit-details-marker]:hidden">
        <ChevronRight aria-hidden className="size-4 transition-transform group-open:rotate-90" />
        Values as a table
      </summary>
      {open && <PlainTable title={`${title}, values`} columns={columns} rows={rows()} className="mt-2 max-h-80" />}
    </details>
  );
}

/** Cells in rows, as they are, with a head that stays. The first column names the row. */
export function PlainTable({
  title,
  columns,
  rows,
  className,
}: {
  title: string;
  columns: readonly ValuesColumn[];
  rows: readonly (readonly string[])[];
  className?: string;
}) {
  const isAmount = (index: number) => columns[index]?.align === "right";
  const place = (index: number) => (isAmount(index) ? "text-right" : "text-left");
  return (
    <section
      aria-label={title}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: scrollable regions need focus to be scrolled by keys
      tabIndex={0}
      className={cn("overflow-auto rounded-lg border", className)}
    >
      <table className="w-full text-sm">
        <caption className="sr-only">{title}</caption>
        <thead className="sticky top-0 bg-surface text-xs text-muted">
          <tr>
            {columns.map(({ id, label }, index) => (
              <th key={id} scope="col" className={cn("whitespace-nowrap px-3 py-2 font-medium", place(index))}>
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="divide-y divide-line text-xs">
          {rows.map((cells, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows have no identity and do not move
            <tr key={at}>
              {cells.map((cell, index) =>
                index === 0 ? (
                  <th
                    key={columns[index]?.id}
                    scope="row"
                    className={cn("max-w-64 truncate px-3 py-1.5 font-normal text-muted", place(index))}
                  >
                    {cell}
                  </th>
                ) : (
                  <td
                    key={columns[index]?.id}
                    className={cn(
                      "tabular max-w-64 truncate px-3 py-1.5",
                      isAmount(index) && "font-mono",
                      place(index),
                    )}
                  >
                    {cell}
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
