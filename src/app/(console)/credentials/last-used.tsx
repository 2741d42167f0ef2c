import { StatusBadge } from "#ui/status-badge.tsx";
import { TimeAgo } from "#ui/time-ago.tsx";

type Used = {
  last_used_at: string | null;
  last_used: { ip: string | null; operation: string; status: number } | null;
};

/** When a credential was used last, for what, from where, and how it was answered if that was not well. */
export function LastUsed({ of: { last_used_at, last_used } }: { of: Used }) {
  if (!last_used) return <span className="text-muted">Never</span>;
  const { operation, ip, status } = last_used;
  return (
    <>
      <span className="flex items-center justify-end gap-1.5 whitespace-nowrap md:justify-start">
        <TimeAgo time={last_used_at} />
        {status >= 400 && <StatusBadge status={status} />}
      </span>
      <span
        className="block truncate text-xs text-muted"
        title={`${operation || "Unknown path"} from ${ip ?? "unknown"}`}
      >
        {operation || "Unknown path"}
        {ip && <span className="font-mono"> {ip}</span>}
      </span>
    </>
  );
}
