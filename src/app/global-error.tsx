"use client";

import { GeistSans } from "geist/font/sans";
import { useEffect } from "react";
import { ProblemState } from "#ui/problem-state.tsx";
import "./globals.css";

/** Stands in when the root layout itself fails, and therefore brings its own document. */
export default function GlobalError({ error, retry }: { error: unknown; retry: () => void }) {
  useEffect(() => {
    console.error(error);
  }, [error]);
  return (
    <html lang="en" className={GeistSans.variable}>
      <body>
        <title>Gatehouse</title>
        <main className="mx-auto grid min-h-dvh w-full max-w-2xl place-items-center px-4">
          <ProblemState
            bordered={false}
            title="Gatehouse could not be shown"
            detail="Something failed on our side. If it stays, tell the operator of this instance."
            onRetry={retry}
          />
        </main>
      </body>
    </html>
  );
}
