"use client";

import { ArrowDown, ArrowUp, ChevronsUpDown } from "lucide-react";
import type { ReactNode } from "react";
import { Checkbox } from "./checkbox.tsx";
import { cn } from "./cn.ts";
import { Skeleton } from "./skeleton.tsx";

type Sort = { column: string; direction: "asc" | "desc" };

export type Column<Row> = {
  id: string;
  header: ReactNode;
  cell: (row: Row) => ReactNode;
  sortable?: boolean;
  align?: "left" | "right";
  /** How the column stands on a phone's card: its head, a labelled line (the default), in the corner (menus), or not at all. */
  card?: "title" | "line" | "corner" | "hidden";
  /** Hide between 768 px and 1,100 px, where the table would be too wide. */
  wide?: boolean;
  /** Tailwind classes for the cells, such as a width. */
  className?: string;
  /** Tailwind classes that give the skeleton the shape of the cell, such as `w-24`. */
  skeleton?: string;
  /** Reads the header out where it is empty to the eye. */
  label?: string;
};

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

function HeaderCell<Row>({
  column,
  sort,
  onSortChange,
}: {
  column: Column<Row>;
  sort: Sort | undefined;
  onSortChange: ((sort: Sort) => void) | undefined;
}) {
  const direction = sort?.column === column.id ? sort.direction : undefined;
  const Arrow = direction === "asc" ? ArrowUp : direction === "desc" ? ArrowDown : ChevronsUpDown;
  return (
    <th
      // biome-ignore lint/a11y/noRedundantRoles: see DataTable
      role="columnheader"
      scope="col"
      aria-sort={direction === "asc" ? "ascending" : direction === "desc" ? "descending" : undefined}
      className={cn(
        "whitespace-nowrap px-3 py-2 text-xs font-medium text-muted first:pl-4 last:pr-4",
        column.align === "right" && "text-right",
        column.wide && "hidden min-[68.75rem]:table-cell",
        column.className,
      )}
    >
      {column.sortable && onSortChange ? (
        <button
          type="button"
          onClick={() =>
            onSortChange({
              column: column.id,
              direction:
                direction === "desc" ? "asc" : direction === "asc" ? "desc" : column.align === "right" ? "desc" : "asc",
            })
          }
          className={cn(
            "group -mx-1 inline-flex items-center gap-1 rounded-sm px-1 transition-colors hover:text-text",
            direction && "text-text",
            column.align === "right" && "flex-row-reverse",
          )}
        >
          {column.header}
          <Arrow aria-hidden className={cn("size-3", !direction && "opacity-40 group-hover:opacity-100")} />
        </button>
      ) : column.label ? (
        <span className="sr-only">{column.label}</span>
      ) : (
        column.header
      )}
    </th>
  );
}

function BodyCell<Row>({ column, children }: { column: Column<Row>; children: ReactNode }) {
  const card = column.card ?? "line";
  return (
    <td
      // biome-ignore lint/a11y/noRedundantRoles: see DataTable
      role="cell"
      className={cn(
        "min-w-0 md:table-cell md:px-3 md:py-2.5 md:first:pl-4 md:last:pr-4",
        card === "hidden" && "hidden",
        card === "line" && "flex items-start justify-between gap-4",
        card === "title" && "block pr-8 text-base md:text-sm",
        card === "corner" && "absolute top-2 right-2 md:static md:w-10 md:py-1.5",
        column.align === "right" && "tabular md:text-right",
        column.wide && "md:hidden min-[68.75rem]:table-cell",
        column.className,
      )}
    >
      {card === "line" && (
        <span aria-hidden className="shrink-0 text-muted md:hidden">
          {column.header}
        </span>
      )}
      <div
        className={cn(
          "min-w-0",
          card === "line" && "text-right md:text-left",
          column.align === "right" && "md:text-right",
        )}
      >
        {children}
      </div>
    </td>
  );
}
