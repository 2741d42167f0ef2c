"use client";

import type { ReactNode } from "react";
import { Checkbox } from "./checkbox.tsx";
import { cn } from "./cn.ts";
import { BodyCell, type Column, HeaderCell, type Sort } from "./data-table-cells.tsx";
import { Skeleton } from "./skeleton.tsx";

export type { Column };

export type DataTableProps<Row> = {
  caption: string;
  columns: readonly Column<Row>[];
  /** `undefined` while loading. */
  rows: readonly Row[] | undefined;
  rowKey: (row: Row) => string;
  sort?: Sort | undefined;
  onSortChange?: (sort: Sort) => void;
  /** Shown in place of the table when there is nothing. */
  empty?: ReactNode;
  /** Shown in place of the table when reading failed; hand in a `ProblemState`. */
  problem?: ReactNode;
  selected?: ReadonlySet<string>;
  onSelectedChange?: (selected: ReadonlySet<string>) => void;
  rowLabel?: (row: Row) => string;
  skeletonRows?: number;
  /** Marks rows that have just arrived, or that are open beside the table. */
  rowTone?: (row: Row) => "new" | "current" | "faded" | undefined;
  /** Dims the rows while newer ones are on their way. */
  refreshing?: boolean;
  className?: string;
};

/**
 * A list of things: a table from 768 px, cards below. It is one and the same table element at every width;
 * the roles are written out because a browser forgets that a table is one as soon as its `display` changes.
 */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const { caption, columns, rows, rowKey, empty, problem, selected, onSelectedChange, skeletonRows = 6 } = props;
  if (problem) return problem;
  if (rows?.length === 0 && empty) return empty;

  const selectable = selected !== undefined && onSelectedChange !== undefined;
  const keys = rows?.map(rowKey) ?? [];
  const chosen = selectable ? keys.filter((key) => selected.has(key)).length : 0;
  const toggle = (key: string, on: boolean) => {
    const next = new Set(selected);
    if (on) next.add(key);
    else next.delete(key);
    onSelectedChange?.(next);
  };

  return (
    <section
      className={cn(
        "min-w-0 overflow-x-auto md:rounded-lg md:border",
        props.refreshing && "opacity-60 transition-opacity",
        props.className,
      )}
      // A wide table scrolls inside its border; the keyboard must be able to reach it.
      // biome-ignore lint/a11y/noNoninteractiveTabindex: scrollable regions need focus to be scrolled by keys
      tabIndex={0}
      aria-label={caption}
      aria-busy={rows === undefined}
    >
      {/* biome-ignore-start lint/a11y/noRedundantRoles: display: block takes the implied roles away on phones */}
      <table role="table" className="block w-full border-collapse text-sm md:table">
        <caption className="sr-only">{caption}</caption>
        <thead role="rowgroup" className="sr-only md:not-sr-only md:table-header-group">
          <tr role="row" className="border-b bg-surface text-left dark:bg-sunken">
            {selectable && (
              <th role="columnheader" scope="col" className="w-10 py-2 pl-4">
                <Checkbox
                  aria-label="Select all"
                  checked={chosen === 0 ? false : chosen === keys.length ? true : "indeterminate"}
                  onCheckedChange={(on) => onSelectedChange(new Set(on ? keys : []))}
                />
              </th>
            )}
            {columns.map((column) => (
              <HeaderCell key={column.id} column={column} sort={props.sort} onSortChange={props.onSortChange} />
            ))}
          </tr>
        </thead>
        <tbody role="rowgroup" className="flex flex-col gap-2 md:table-row-group">
          {rows
            ? rows.map((row) => {
                const key = rowKey(row);
                const tone = props.rowTone?.(row);
                return (
                  <tr
                    role="row"
                    key={key}
                    aria-selected={selectable ? selected.has(key) : undefined}
                    className={cn(
                      "relative flex flex-col gap-1.5 rounded-lg border p-3 transition-colors md:table-row md:rounded-none md:border-0 md:border-b md:p-0 md:last:border-b-0 md:hover:bg-surface md:dark:hover:bg-sunken",
                      selectable && "pl-11",
                      (tone === "new" || tone === "current" || (selectable && selected.has(key))) &&
                        "bg-accent-soft md:hover:bg-accent-soft md:dark:hover:bg-accent-soft",
                      tone === "faded" && "text-muted",
                    )}
                  >
                    {selectable && (
                      <td role="cell" className="absolute top-3.5 left-3 md:static md:w-10 md:py-2.5 md:pl-4">
                        <Checkbox
                          aria-label={`Select ${props.rowLabel?.(row) ?? key}`}
                          checked={selected.has(key)}
                          onCheckedChange={(on) => toggle(key, on)}
                        />
                      </td>
                    )}
                    {columns.map((column) => (
                      <BodyCell key={column.id} column={column}>
                        {column.cell(row)}
                      </BodyCell>
                    ))}
                  </tr>
                );
              })
            : Array.from({ length: skeletonRows }, (_, index) => (
                <tr
                  role="row"
                  // biome-ignore lint/suspicious/noArrayIndexKey: placeholders have no identity
                  key={index}
                  className="flex flex-col gap-1.5 rounded-lg border p-3 md:table-row md:rounded-none md:border-0 md:border-b md:p-0 md:last:border-b-0"
                >
                  {selectable && <td role="cell" className="hidden w-10 md:table-cell" />}
                  {columns.map((column) => (
                    <BodyCell key={column.id} column={column}>
                      <Skeleton
                        className={cn("my-0.5", column.skeleton ?? "w-20", column.align === "right" && "md:ml-auto")}
                      />
                    </BodyCell>
                  ))}
                </tr>
              ))}
        </tbody>
      </table>
      {/* biome-ignore-end lint/a11y/noRedundantRoles: the table ends here */}
      {rows === undefined && (
        <span role="status" className="sr-only">
          Loading {caption}
        </span>
      )}
    </section>
  );
}
