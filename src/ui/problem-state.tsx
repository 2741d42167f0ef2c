"use client";

import { CircleAlert, RotateCw } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "./button.tsx";
import { cn } from "./cn.ts";
import { CopyButton } from "./copy-button.tsx";

/** What went wrong, in the words of the problem, with the request id an operator can look up, and a way to try again. */
export function ProblemState({
  title,
  detail,
  requestId,
  onRetry,
  retrying,
  action,
  bordered = true,
  className,
}: {
  title: ReactNode;
  detail?: ReactNode;
  requestId?: string | undefined;
  onRetry?: (() => void) | undefined;
  retrying?: boolean;
  action?: ReactNode;
  bordered?: boolean;
  className?: string;
}) {
  return (
    <div
      role="alert"
      className={cn(
        "flex flex-col items-center px-4 py-12 text-center",
        bordered && "rounded-lg border border-line",
        className,
      )}
    >
      <div
        aria-hidden
        className="mb-4 grid size-10 place-items-center rounded-lg border border-danger-line bg-danger-soft text-danger"
      >
        <CircleAlert className="size-5" />
      </div>
      <h2 className="text-base font-medium">{title}</h2>
      {detail && <p className="mt-1 max-w-[52ch] text-pretty text-sm text-muted">{detail}</p>}
      {requestId && (
        <p className="mt-3 flex max-w-full items-center gap-1 text-sm text-muted">
          Request <code className="break-id font-mono text-xs text-text">{requestId}</code>
          <CopyButton value={requestId} label="Copy request id" iconOnly />
        </p>
      )}
      {(onRetry || action) && (
        <div className="mt-4 flex flex-wrap justify-center gap-2">
          {onRetry && (
            <Button onClick={onRetry} loading={retrying ?? false}>
              <RotateCw aria-hidden />
              Try again
            </Button>
          )}
          {action}
        </div>
      )}
    </div>
  );
}
