"use client";

import { Check, Minus } from "lucide-react";
import { holdsScope, isReadScope, type Scope } from "#contract/scope.ts";
import { Card } from "#ui/card.tsx";
import { cn } from "#ui/cn.ts";
import type { OfferedOperation } from "./offered-operation.ts";

/** Which operations a key with these scopes can call, and for the others what it lacks. Follows the form as it changes. */
export function Reach({
  operations,
  scopes,
  readOnly,
  className,
}: {
  operations: readonly OfferedOperation[];
  scopes: readonly Scope[];
  readOnly: boolean;
  className?: string;
}) {
  const can = (operation: OfferedOperation) => operation.scope === null || holdsScope(scopes, operation.scope);
  const callable = operations.filter(can);
  const why = ({ scope }: OfferedOperation) =>
    scope && readOnly && !isReadScope(scope) ? "read-only keys never write" : `needs ${scope}`;
  return (
    <Card
      flush
      title={
        <span aria-live="polite">
          Can call <span className="tabular">{callable.length}</span> of{" "}
          <span className="tabular">{operations.length}</span> operations
        </span>
      }
      {...(className ? { className } : {})}
    >
      <ul
        aria-label="Operations"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: scrollable regions need focus to be scrolled by keys
        tabIndex={0}
        // Hidden words are placed absolutely; without `relative` they would stretch the page below the list.
        className="relative max-h-[28rem] divide-y divide-line overflow-y-auto focus-visible:-outline-offset-2"
      >
        {[...callable, ...operations.filter((operation) => !can(operation))].map((operation) => {
          const allowed = can(operation);
          const Icon = allowed ? Check : Minus;
          return (
            <li key={operation.id} className="flex gap-2.5 px-4 py-2 text-sm">
              <Icon aria-hidden className={cn("mt-0.5 size-4 shrink-0", allowed ? "text-success" : "text-subtle")} />
              <span className="min-w-0 flex-1">
                <span className={cn("block", !allowed && "text-muted")}>
                  <span className="sr-only">{allowed ? "Can: " : "Cannot: "}</span>
                  {operation.summary}
                </span>
                <span className="block break-id font-mono text-xs text-muted">
                  {operation.method} {operation.path}
                </span>
                {!allowed && <span className="block text-xs text-warning">{why(operation)}</span>}
              </span>
            </li>
          );
        })}
      </ul>
    </Card>
  );
}
