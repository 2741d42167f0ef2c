"use client";

import { Play } from "lucide-react";
import { useState } from "react";
import { Button } from "#ui/button.tsx";
import { Callout } from "#ui/callout.tsx";
import { CodeBlock } from "#ui/code-block.tsx";
import { StatusBadge } from "#ui/status-badge.tsx";
import { type CallAnswer, callWithKey } from "./call-with-key.ts";

/** A button that really calls the API with the key, and what it answered. */
export function VerifyKey({
  secret,
  organizationId,
  label = "Verify",
  noun = "key",
}: {
  secret: string;
  organizationId: string;
  label?: string;
  noun?: "key" | "token";
}) {
  const [running, setRunning] = useState(false);
  const [answer, setAnswer] = useState<CallAnswer | "unreachable" | null>(null);

  async function call() {
    setRunning(true);
    try {
      setAnswer(await callWithKey(secret, organizationId));
    } catch {
      setAnswer("unreachable");
    } finally {
      setRunning(false);
    }
  }

  return (
    <div className="flex flex-col items-start gap-3">
      <Button onClick={call} loading={running}>
        <Play aria-hidden />
        {label}
      </Button>
      {answer === "unreachable" && (
        <Callout tone="danger" live title="The API could not be reached" className="w-full">
          Check the connection and try again.
        </Callout>
      )}
      {answer && answer !== "unreachable" && (
        <>
          <p role="status" className="flex flex-wrap items-center gap-x-3 gap-y-1 text-sm">
            <StatusBadge status={answer.status} />
            {answer.status < 400 ? `The ${noun} works.` : `The ${noun} was refused.`}
            {answer.requestId && <code className="break-id font-mono text-xs text-muted">{answer.requestId}</code>}
            {answer.remaining && <span className="text-muted">{answer.remaining} requests left this hour</span>}
          </p>
          <CodeBlock code={answer.body} className="w-full [&_pre]:max-h-72" />
        </>
      )}
    </div>
  );
}
