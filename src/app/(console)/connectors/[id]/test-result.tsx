import { CircleCheck, CircleDashed, CircleX, X } from "lucide-react";
import { type ConnectorTest, connectorSteps } from "#contract/connector.ts";
import { Button } from "#ui/button.tsx";
import { Card } from "#ui/card.tsx";
import { cn } from "#ui/cn.ts";
import { counted } from "../../parts/numbers.ts";

const looks = {
  passed: { icon: CircleCheck, ink: "text-success", word: "passed" },
  failed: { icon: CircleX, ink: "text-danger", word: "failed" },
  skipped: { icon: CircleDashed, ink: "text-subtle", word: "not tried" },
} as const;

/** Each step of a test in order, and why the one that failed did. */
export function TestResult({ test: { ok, steps, columns }, onClose }: { test: ConnectorTest; onClose: () => void }) {
  return (
    <Card
      title={ok ? "The test passed" : "The test failed"}
      action={
        <Button variant="ghost" size="icon-sm" aria-label="Close test result" onClick={onClose}>
          <X aria-hidden />
        </Button>
      }
    >
      <div role="status">
        <ol className="flex flex-col gap-2 text-sm">
          {steps.map(({ step, status, detail }) => {
            const { icon: Icon, ink, word } = looks[status];
            return (
              <li key={step} className="flex items-start gap-2">
                <Icon aria-hidden className={cn("mt-0.5 size-4 shrink-0", ink)} />
                <span className="min-w-0">
                  <span className={cn(status === "skipped" && "text-muted")}>{connectorSteps[step]}</span>
                  <span className="sr-only"> {word}</span>
                  {detail && <span className="break-id block text-muted">{detail}</span>}
                </span>
              </li>
            );
          })}
        </ol>
      </div>
      {ok && columns && (
        <p className="mt-3 text-sm text-muted">
          {counted(columns.length, "column")}:{" "}
          <span className="break-id font-mono text-text">
            {columns.map(({ name, type }) => `${name} ${type}`).join(", ")}
          </span>
        </p>
      )}
    </Card>
  );
}
