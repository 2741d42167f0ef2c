"use client";

import { ArrowDown, ArrowUp, ChevronsUpDown } from "lucide-react";
import type { Column, RowPage } from "#contract/source.ts";
import { cn } from "#ui/cn.ts";
import { Skeleton } from "#ui/skeleton.tsx";
import type { SortPart } from "./names.ts";

type Cell = RowPage["data"][number][string];
const SKELETON_ROWS = 12;
const isNumeric = (column: Column) => column.type === "integer" || column.type === "number";

/** Rows as they are, in mono, in a table that scrolls both ways inside its border. `undefined` while loading. */
export function RowsGrid({
  caption,
  page,
  refreshing,
  sort = [],
  onSortChange,
}: {
  caption: string;
  page: Pick<RowPage, "data" | "columns" | "page" | "page_size"> | undefined;
  refreshing: boolean;
  sort?: readonly SortPart[];
  /** Left out: the rows stay in the order in which they came. */
  onSortChange?: (sort: SortPart[]) => void;
}) {
  if (!page)
    return (
      <div role="status" className="flex flex-col gap-px overflow-hidden rounded-lg border">
        <span className="sr-only">Loading rows</span>
        {Array.from({ length: SKELETON_ROWS }, (_, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: placeholders have no identity
          <div key={index} className="flex gap-8 px-4 py-2.5">
            <Skeleton className="h-3.5 w-1/5" />
            <Skeleton className="h-3.5 w-1/4" />
            <Skeleton className="h-3.5 w-1/6" />
          </div>
        ))}
      </div>
    );
  const first = page.page === null ? 0 : (page.page - 1) * page.page_size;
  return (
    <section
      aria-label={caption}
      aria-busy={refreshing}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: scrollable regions need focus to be scrolled by keys
      tabIndex={0}
      className={cn(
        "max-h-[min(70dvh,48rem)] overflow-auto rounded-lg border",
        refreshing && "opacity-60 transition-opacity",
      )}
    >
      <table className="w-full border-separate border-spacing-0 text-xs">
        <caption className="sr-only">{caption}</caption>
        <thead>
          <tr>
            {page.columns.map((column) => (
              <HeaderCell key={column.name} column={column} sort={sort} onSortChange={onSortChange} />
            ))}
          </tr>
        </thead>
        <tbody className="font-mono">
          {page.data.map((row, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows have no identity but their place
            <tr key={first + index} className="hover:bg-surface dark:hover:bg-sunken">
              {page.columns.map((column) => (
                <BodyCell key={column.name} column={column} value={row[column.name] ?? null} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function HeaderCell({
  column,
  sort,
  onSortChange,
}: {
  column: Column;
  sort: readonly SortPart[];
  onSortChange: ((sort: SortPart[]) => void) | undefined;
}) {
  const direction = sort.find((part) => part.column === column.name)?.direction;
  const Arrow = direction === "asc" ? ArrowUp : direction === "desc" ? ArrowDown : ChevronsUpDown;
  const name = column.name;
  /** Ascending, descending, as it came. */
  const turn = (): SortPart[] =>
    direction === "asc"
      ? [{ column: name, direction: "desc" }]
      : direction === "desc"
        ? []
        : [{ column: name, direction: "asc" }];
  return (
    <th
      scope="col"
      aria-sort={direction === "asc" ? "ascending" : direction === "desc" ? "descending" : undefined}
      className={cn(
        "sticky top-0 z-10 whitespace-nowrap border-b bg-surface px-3 py-2 text-left font-medium text-muted first:pl-4 last:pr-4 dark:bg-sunken",
        isNumeric(column) && "text-right",
      )}
      title={column.description ?? undefined}
    >
      {column.type === "json" || !onSortChange ? (
        name
      ) : (
        <button
          type="button"
          onClick={() => onSortChange(turn())}
          className={cn(
            "group -mx-1 inline-flex items-center gap-1 rounded-sm px-1 hover:text-text",
            direction && "text-text",
            isNumeric(column) && "flex-row-reverse",
          )}
        >
          <span className="max-w-64 truncate">{name}</span>
          <Arrow aria-hidden className={cn("size-3 shrink-0", !direction && "opacity-40 group-hover:opacity-100")} />
        </button>
      )}
    </th>
  );
}

function BodyCell({ column, value }: { column: Column; value: Cell }) {
  const text = value === null ? null : typeof value === "object" ? JSON.stringify(value) : String(value);
  return (
    <td
      className={cn(
        "max-w-80 truncate border-line border-b px-3 py-1.5 first:pl-4 last:pr-4",
        isNumeric(column) && "tabular text-right",
      )}
      title={text !== null && text.length > 40 ? text.slice(0, 2000) : undefined}
    >
      {text === null ? <span className="text-subtle">null</span> : text}
    </td>
  );
}
