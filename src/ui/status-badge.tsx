import { Badge, type Tone } from "./badge.tsx";

/** An HTTP status with its tone: answered, the caller's mistake, ours. */
export function StatusBadge({ status }: { status: number }) {
  const tone: Tone = status >= 500 ? "danger" : status >= 400 ? "warning" : status >= 300 ? "neutral" : "success";
  return (
    <Badge tone={tone} mono className="tabular">
      {status}
    </Badge>
  );
}
