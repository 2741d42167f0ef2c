"use client";

import { ArrowLeft, ArrowRight, Columns2, Copy, Pencil, RectangleHorizontal, Trash2 } from "lucide-react";
import type { ReactNode } from "react";
import type { ShownChart } from "#contract/dashboard.ts";
import { Button } from "#ui/button.tsx";

/** What can be done with a chart in the editor, each by one button, so that no mouse is needed. */
export function ChartTools({
  chart,
  place,
  of,
  onEdit,
  onMove,
  onResize,
  onDuplicate,
  onDelete,
}: {
  chart: ShownChart;
  /** From 0, of how many. */
  place: number;
  of: number;
  onEdit: () => void;
  onMove: (by: -1 | 1) => void;
  onResize: () => void;
  onDuplicate: () => void;
  onDelete: () => void;
}) {
  const half = chart.width === "half";
  return (
    <div
      role="toolbar"
      aria-label={`${chart.title}, chart ${place + 1} of ${of}`}
      className="flex flex-wrap items-center gap-0.5 border-b bg-surface px-2 py-1 dark:bg-sunken"
    >
      <Tool label="Edit chart" onPress={onEdit} disabled={chart.query === null}>
        <Pencil aria-hidden />
      </Tool>
      <Tool label="Move before" onPress={() => onMove(-1)} disabled={place === 0}>
        <ArrowLeft aria-hidden />
      </Tool>
      <Tool label="Move behind" onPress={() => onMove(1)} disabled={place === of - 1}>
        <ArrowRight aria-hidden />
      </Tool>
      <Tool label={half ? "Make full width" : "Make half width"} onPress={onResize}>
        {half ? <RectangleHorizontal aria-hidden /> : <Columns2 aria-hidden />}
      </Tool>
      <Tool label="Duplicate chart" onPress={onDuplicate} disabled={chart.query === null}>
        <Copy aria-hidden />
      </Tool>
      <span className="flex-1" />
      <Tool label="Delete chart" onPress={onDelete}>
        <Trash2 aria-hidden />
      </Tool>
    </div>
  );
}

/** A press moves nothing under the pointer or the focus: a tool that cannot be used for now stays where it is. */
function Tool({
  label,
  onPress,
  disabled = false,
  children,
}: {
  label: string;
  onPress: () => void;
  disabled?: boolean;
  children: ReactNode;
}) {
  return (
    <Button
      variant="ghost"
      size="icon-sm"
      aria-label={label}
      title={label}
      aria-disabled={disabled || undefined}
      onClick={() => !disabled && onPress()}
    >
      {children}
    </Button>
  );
}
