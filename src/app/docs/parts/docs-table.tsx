import type { ReactNode } from "react";
import { cn } from "#ui/cn.ts";

export type DocsRow = { key: string; cells: readonly ReactNode[] };

/** A table to read. The first cell of a row is its heading. Where it is too wide it scrolls inside its border. */
export function DocsTable({
  caption,
  head,
  rows,
}: {
  /** What the table shows, for those who hear it. */
  caption: string;
  head: readonly string[];
  rows: readonly DocsRow[];
}) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by the keyboard
    <section tabIndex={0} aria-label={caption} className="relative min-w-0 overflow-x-auto rounded-lg border">
      <table className={cn("w-full border-collapse text-left text-base", head.length > 2 && "min-w-[34rem]")}>
        <caption className="sr-only">{caption}</caption>
        <thead>
          <tr className="border-b bg-surface text-sm text-muted dark:bg-sunken">
            {head.map((name) => (
              <th key={name} scope="col" className="whitespace-nowrap px-3 py-2 font-medium first:pl-4 last:pr-4">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ key, cells: [first, ...others] }) => (
            <tr key={key} className="border-b last:border-b-0">
              <th scope="row" className="px-3 py-2.5 pl-4 align-baseline font-normal whitespace-nowrap">
                {first}
              </th>
              {others.map((cell, index) => (
                <td key={head[index + 1]} className="px-3 py-2.5 align-baseline last:pr-4">
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
