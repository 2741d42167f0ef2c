import { CircleCheck, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import type { RequestEntry } from "#contract/usage.ts";
import { cn } from "#ui/cn.ts";
import { KeyValueList } from "#ui/key-value-list.tsx";
import { StatusBadge } from "#ui/status-badge.tsx";
import { TextLink } from "#ui/text-link.tsx";
import { TimeAgo } from "#ui/time-ago.tsx";

/** Waits in grey; green with all about the request once it came. A refused one arrived as well, and says so. */
export function Arrival({
  request,
  failed,
  action,
}: {
  request: RequestEntry | undefined;
  failed: boolean;
  action: ReactNode;
}) {
  const good = request !== undefined && request.status < 400;
  const Icon = good ? CircleCheck : TriangleAlert;
  return (
    <div
      className={cn(
        "rounded-lg border p-4 transition-colors",
        !request && "border-line-strong border-dashed",
        request && (good ? "border-success-line bg-success-soft" : "border-warning-line bg-warning-soft"),
      )}
    >
      <div className="flex flex-wrap items-center justify-between gap-3">
        <p role="status" className="flex min-w-0 items-center gap-2.5 text-base font-medium">
          {request ? (
            <>
              <Icon aria-hidden className={cn("size-5 shrink-0", good ? "text-success" : "text-warning")} />
              {good ? "Your first call arrived" : "A call arrived, and was refused"}
            </>
          ) : (
            <>
              <span aria-hidden className="relative grid size-5 shrink-0 place-items-center">
                <span className="absolute size-2.5 animate-ping rounded-full bg-accent opacity-60" />
                <span className="size-2 rounded-full bg-accent" />
              </span>
              {failed ? "Trying to listen again" : "Listening for the first call"}
            </>
          )}
        </p>
        {!request && action}
      </div>
      {request && (
        <KeyValueList
          className="mt-4"
          items={[
            {
              term: "Request",
              value: (
                <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
                  <span className="font-mono text-xs">
                    {request.method} {request.path}
                  </span>
                  <StatusBadge status={request.status} />
                </span>
              ),
            },
            { term: "Took", value: `${Math.round(request.duration_ms * 10) / 10} ms` },
            {
              term: "From",
              value: (
                <>
                  <span className="font-mono text-xs">{request.ip ?? "unknown address"}</span>
                  {request.user_agent && `, ${request.user_agent}`}
                </>
              ),
            },
            { term: "When", value: <TimeAgo time={request.time} /> },
            {
              term: "Request id",
              value: (
                <TextLink href={`/requests/${encodeURIComponent(request.request_id)}`} className="font-mono text-xs">
                  {request.request_id}
                </TextLink>
              ),
            },
          ]}
        />
      )}
    </div>
  );
}
