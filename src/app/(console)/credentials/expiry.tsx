import { TriangleAlert } from "lucide-react";
import type { UnderRules } from "#contract/credential.ts";
import { cn } from "#ui/cn.ts";
import { TimeAgo } from "#ui/time-ago.tsx";

const SOON_MS = 7 * 86_400_000;

const date = new Intl.DateTimeFormat("en", { dateStyle: "medium", timeZone: "UTC" });

/** When a key expires: amber in its last week, red when it is over. Words carry it too. `withDate` adds the day (UTC). */
export function Expiry({ time, revoked, withDate }: { time: string | null; revoked?: boolean; withDate?: boolean }) {
  if (time === null) return <span className="text-muted">Never</span>;
  const left = Date.parse(time) - Date.now();
  const tone = revoked || left > SOON_MS ? "" : left <= 0 ? "text-danger" : "text-warning";
  return (
    // The server looked at its clock a moment before the browser does.
    <span className={cn("inline-flex items-baseline gap-1", tone)} suppressHydrationWarning>
      {tone && <TriangleAlert aria-hidden className="size-3.5 shrink-0 self-center" />}
      <TimeAgo time={time} />
      {withDate && <span className="text-muted">{date.format(new Date(time))}</span>}
    </span>
  );
}

/**
 * When a credential stops working: its own expiry, or what a rule of the organization leaves of it, and then it says so.
 * `withDate` has room for the whole sentence.
 */
export function EffectiveExpiry({
  of: { effective_expires_at, rule },
  ...rest
}: {
  of: UnderRules;
  revoked?: boolean;
  withDate?: boolean;
}) {
  return (
    <>
      <Expiry time={effective_expires_at} {...rest} />
      {rule?.effect === "shortened" && !rest.revoked && (
        <span className="block text-xs text-muted" title={rule.detail}>
          {rest.withDate ? `Earlier than its own expiry: ${rule.detail}` : "by a rule"}
        </span>
      )}
    </>
  );
}
