"use client";

import { ChevronRight } from "lucide-react";
import { useState } from "react";
import type { ChartSeries } from "./chart.tsx";
import { spanLabel } from "./chart-time.ts";

/** The numbers of a chart as a table, newest first; made only when it is opened. */
export function ChartTable({
  open: openAtFirst,
  title,
  times,
  interval,
  series,
  format,
}: {
  open: boolean;
  title: string;
  times: readonly number[];
  interval: number;
  series: readonly ChartSeries[];
  format: (value: number) => string;
}) {
  const [openByHand, setOpen] = useState<boolean>();
  const open = openByHand ?? openAtFirst;
  return (
    <details className="group mt-2 text-sm" open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary className="inline-flex list-none items-center gap-1 rounded-sm text-muted hover:text-text [&::-webkit-details-marker]:hidden">
        <ChevronRight aria-hidden className="size-4 transition-transform group-open:rotate-90" />
        Values as a table
      </summary>
      {open && (
        <section
          aria-label={`${title}, values`}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: scrollable regions need focus to be scrolled by keys
          tabIndex={0}
          className="mt-2 max-h-80 overflow-auto rounded-lg border"
        >
          <table className="w-full text-sm">
            <caption className="sr-only">{title}</caption>
            <thead className="sticky top-0 bg-surface text-left text-xs text-muted">
              <tr>
                <th scope="col" className="whitespace-nowrap px-4 py-2 font-medium">
                  Time
                </th>
                {series.map((each) => (
                  <th key={each.id} scope="col" className="px-4 py-2 text-right font-medium">
                    {each.label}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody className="divide-y divide-line font-mono text-xs">
              {times
                .map((time, index) => (
                  <tr key={time}>
                    <th scope="row" className="whitespace-nowrap px-4 py-1.5 text-left font-normal text-muted">
                      {spanLabel(time, interval)}
                    </th>
                    {series.map((each) => {
                      const value = each.values[index];
                      return (
                        <td key={each.id} className="tabular whitespace-nowrap px-4 py-1.5 text-right">
                          {value === null || value === undefined ? "–" : format(value)}
                        </td>
                      );
                    })}
                  </tr>
                ))
                .reverse()}
            </tbody>
          </table>
        </section>
      )}
    </details>
  );
}
