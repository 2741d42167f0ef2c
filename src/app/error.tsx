"use client";

import { useEffect } from "react";
import { LinkButton } from "#ui/link-button.tsx";
import { ProblemState } from "#ui/problem-state.tsx";

export default function ErrorPage({ error, retry }: { error: unknown; retry: () => void }) {
  useEffect(() => {
    console.error(error);
  }, [error]);
  const digest = error instanceof Error && "digest" in error ? String(error.digest) : undefined;
  return (
    <main className="mx-auto grid min-h-[70dvh] w-full max-w-2xl place-items-center px-4 py-16">
      <ProblemState
        bordered={false}
        title="This page could not be shown"
        detail={
          <>
            Something failed on our side; nothing you entered elsewhere is lost.
            {digest && (
              <>
                {" "}
                The server's log knows it as <code className="font-mono text-xs">{digest}</code>.
              </>
            )}
          </>
        }
        onRetry={retry}
        action={
          <LinkButton variant="ghost" href="/">
            Go to the start
          </LinkButton>
        }
      />
    </main>
  );
}
