import type { ConnectorSync } from "#contract/connector.ts";
import { Badge } from "#ui/badge.tsx";
import { TimeAgo } from "#ui/time-ago.tsx";
import { changesOf, phaseWords, syncWords } from "./connector-words.ts";

/** What became of the last sync, in a line. */
export function LastSync({ sync }: { sync: ConnectorSync | null }) {
  if (!sync) return <span className="text-muted">Never</span>;
  const { label, tone } = syncWords[sync.status];
  const changes = changesOf(sync);
  return (
    <span className="inline-flex flex-wrap items-center gap-x-2 gap-y-1">
      <Badge tone={tone}>{label}</Badge>
      {sync.phase ? (
        <span className="text-muted">{phaseWords[sync.phase]}</span>
      ) : (
        <span className="text-muted">
          <TimeAgo time={sync.finished_at ?? sync.queued_at} />
        </span>
      )}
      {changes && (
        <span className="tabular text-muted">
          <span aria-hidden>{changes.short}</span>
          <span className="sr-only">{changes.long}</span>
        </span>
      )}
    </span>
  );
}
