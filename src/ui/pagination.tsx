"use client";

import { ChevronLeft, ChevronRight } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "./button.tsx";

/** Steps through a list, by cursor or by number: pass the steps that exist. `summary` says where one is. */
export function Pagination({
  onPrevious,
  onNext,
  summary,
  loading,
  label = "Pages",
}: {
  onPrevious: (() => void) | undefined;
  onNext: (() => void) | undefined;
  summary?: ReactNode;
  loading?: boolean;
  label?: string;
}) {
  return (
    <nav aria-label={label} className="flex items-center justify-between gap-4 pt-3">
      <p aria-live="polite" className="tabular min-w-0 text-sm text-muted">
        {summary}
      </p>
      <div className="flex gap-2">
        <Button onClick={onPrevious} disabled={!onPrevious || loading}>
          <ChevronLeft aria-hidden />
          Previous
        </Button>
        <Button onClick={onNext} disabled={!onNext || loading}>
          Next
          <ChevronRight aria-hidden />
        </Button>
      </div>
    </nav>
  );
}
