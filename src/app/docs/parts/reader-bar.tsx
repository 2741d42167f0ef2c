"use client";

import { useMutation } from "@tanstack/react-query";
import { Check, KeyRound } from "lucide-react";
import { useState } from "react";
import { useTRPCClient } from "#trpc/client.tsx";
import { problemOf } from "#trpc/problem-of.ts";
import { Button } from "#ui/button.tsx";
import { cn } from "#ui/cn.ts";
import { CopyButton } from "#ui/copy-button.tsx";
import { TextLink } from "#ui/text-link.tsx";
import { ConsoleLink } from "./console-link.tsx";
import { useReader } from "./reader-context.tsx";

const LIFETIME_MS = 3_600_000;

/** Above the samples of a page: whose values they hold, and the way to samples that run as they stand. */
export function ReaderBar({ className }: { className?: string }) {
  const { organization, testKey, holdTestKey } = useReader();
  const client = useTRPCClient();
  const [problem, setProblem] = useState<{ title: string; detail: string; request_id?: string } | null>(null);
  const making = useMutation({
    // The answer goes into the reader's state only; the cache of mutations gets nothing of it.
    mutationFn: async () => {
      const expiresAt = new Date(Date.now() + LIFETIME_MS).toISOString();
      const made = await client.keys.create.mutate({
        name: "Docs, 1 hour",
        type: "test",
        preset: "data_access",
        expires_at: expiresAt,
      });
      if (made.api_key) holdTestKey({ id: made.id, secret: made.api_key, expiresAt });
    },
    onMutate: () => setProblem(null),
    onError: (error) =>
      setProblem(problemOf(error) ?? { title: "No answer", detail: "Check the connection and try again." }),
  });

  return (
    <div className={cn("rounded-lg border bg-surface px-4 py-3 text-base dark:bg-sunken", className)}>
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-3">
        <p className="flex min-w-0 flex-1 basis-64 items-start gap-2.5 text-muted">
          {testKey ? (
            <Check aria-hidden className="mt-0.5 size-4 shrink-0 text-success" />
          ) : (
            <KeyRound aria-hidden className="mt-0.5 size-4 shrink-0" />
          )}
          <span className="min-w-0 max-w-[28rem] text-pretty" aria-live="polite">
            {!organization && (
              <>
                The samples hold placeholders. <TextLink href="/signup">Create an account</TextLink> or{" "}
                <TextLink href="/login?return_to=/docs/quickstart">sign in</TextLink> to read them with your own
                organization id and a key.
              </>
            )}
            {organization && !testKey && <>The samples hold the organization id of {organization.name}.</>}
            {testKey && (
              <>
                The samples hold a <ConsoleLink href={`/keys/${testKey.id}`}>test key</ConsoleLink> that expires at{" "}
                {new Date(testKey.expiresAt).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" })}. Nothing
                keeps its secret: it is gone when you reload.
              </>
            )}
          </span>
        </p>
        {organization && !testKey && (
          <Button loading={making.isPending} onClick={() => making.mutate()}>
            Use a 1-hour test key
          </Button>
        )}
        {testKey && <CopyButton value={testKey.secret} label="Copy key" />}
      </div>
      {problem && (
        <p role="alert" className="mt-2 text-danger">
          {problem.title}. {problem.detail}
          {problem.request_id && <span className="break-id font-mono text-sm"> ({problem.request_id})</span>}
        </p>
      )}
    </div>
  );
}
