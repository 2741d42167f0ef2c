import { Check, Minus, X } from "lucide-react";
import { problems } from "#contract/problem.ts";
import type { DecisionStep, RequestDetail } from "#contract/usage.ts";
import { Card } from "#ui/card.tsx";
import { cn } from "#ui/cn.ts";
import { LinkButton } from "#ui/link-button.tsx";
import { TextLink } from "#ui/text-link.tsx";
import { fixLabel } from "./fix-label.ts";

const checkNames: Record<DecisionStep["check"], string> = {
  credential: "Credential",
  tenant: "Organization",
  rate_limit: "Rate limit",
  route: "Operation",
  scope: "Scope",
  object: "Object",
  input: "Input",
  run: "Run",
};
const results = {
  passed: { icon: Check, said: "Passed", look: "border-success-line bg-success-soft text-success" },
  failed: { icon: X, said: "Failed", look: "border-danger-line bg-danger-soft text-danger" },
  skipped: { icon: Minus, said: "Skipped", look: "border-line bg-surface text-subtle" },
} as const;

/** Every check in order, the one that failed, and what mends it. */
export function Decision({ request }: { request: RequestDetail }) {
  const { code, decision, fix_url } = request;
  return (
    <Card
      title={code ? problems[code].title : request.status >= 400 ? "Failed" : "Every check was passed"}
      description={code ? problems[code].about : "Each request is checked in this order before anything is done."}
    >
      <ol aria-label="Checks">
        {decision.map((step, index) => (
          <Step key={step.check} step={step} last={index === decision.length - 1} />
        ))}
      </ol>
      {code && (
        <div className="mt-4 flex flex-wrap items-center justify-between gap-3 rounded-lg border bg-surface p-3 text-sm">
          <p className="min-w-0 flex-1 basis-64">
            {problems[code].fix} <TextLink href={`/docs/errors/${code}`}>About this error</TextLink>
          </p>
          {fix_url && (
            <LinkButton variant="primary" href={pathOf(fix_url)}>
              {fixLabel(code)}
            </LinkButton>
          )}
        </div>
      )}
    </Card>
  );
}

function Step({ step, last }: { step: DecisionStep; last: boolean }) {
  const { icon: Icon, said, look } = results[step.result];
  return (
    <li className="relative flex gap-3 pb-4 last:pb-0">
      {!last && <span aria-hidden className="absolute top-6 bottom-0 left-[11px] w-px bg-line" />}
      <span className={cn("grid size-6 shrink-0 place-items-center rounded-full border", look)}>
        <Icon aria-hidden className="size-3.5" />
        <span className="sr-only">{said}</span>
      </span>
      <div className="grid min-w-0 flex-1 gap-x-4 pt-0.5 text-sm sm:grid-cols-[8rem_1fr]">
        <span className={cn("font-medium", step.result === "skipped" && "font-normal text-muted")}>
          {checkNames[step.check]}
        </span>
        <span className={cn("break-id", step.result === "failed" ? "text-text" : "text-muted")}>{step.reason}</span>
      </div>
    </li>
  );
}

/** The address without its origin, so that it opens in the page that one has. */
const pathOf = (url: string): string => {
  const { pathname, search } = new URL(url);
  return pathname + search;
};
