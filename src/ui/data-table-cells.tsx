"use client";

import { ArrowDown, ArrowUp, ChevronsUpDown } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "./cn.ts";

export type Sort = { column: string; direction: "asc" | "desc" };

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

/** A head of a `DataTable`, with a button where its column can be sorted. */
export function HeaderCell<Row>({
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

/** A cell of a `DataTable`: a cell of a table from 768 px, a labelled line of a card below. */
export function BodyCell<Row>({ column, children }: { column: Column<Row>; children: ReactNode }) {
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
