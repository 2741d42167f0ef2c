import type { ReactNode } from "react";
import { TimeAgo } from "#ui/time-ago.tsx";

/** What is shown, a line about it, and until when. */
export function SharedHead({
  title,
  back,
  description,
  facts,
  until,
}: {
  title: string;
  back?: ReactNode;
  description?: string | null;
  facts?: ReactNode;
  until: string;
}) {
  return (
    <div className="mb-5">
      {back}
      <h1 className="break-id text-xl font-medium">{title}</h1>
      {description && <p className="mt-1 max-w-[72ch] text-pretty text-muted">{description}</p>}
      <p className="mt-1 flex flex-wrap gap-x-3 text-sm text-muted">
        {facts}
        <span>
          The link ends <TimeAgo time={until} />
        </span>
      </p>
    </div>
  );
}
