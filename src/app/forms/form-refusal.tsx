import { Callout } from "#ui/callout.tsx";
import type { FormRefusal as Refused } from "./show-problem.ts";

/** Why the server refused a form, read out when it appears. */
export function FormRefusal({ refusal, className }: { refusal: Refused | null; className?: string }) {
  if (!refusal) return null;
  return (
    <Callout tone="danger" live title={refusal.title} {...(className ? { className } : {})}>
      {refusal.detail}
      {refusal.requestId && (
        <p className="mt-1 text-xs">
          Request <code className="break-id font-mono">{refusal.requestId}</code>
        </p>
      )}
    </Callout>
  );
}
