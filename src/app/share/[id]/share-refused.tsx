"use client";

import type { Problem } from "#contract/problem.ts";
import { Button } from "#ui/button.tsx";
import { ShareNote } from "./share-frame.tsx";
import { refusalWords } from "./share-words.ts";

/** Why a link lets nobody in, or no longer. `onRetry` where another try may help. */
export function ShareRefused({ problem, onRetry }: { problem: Problem | null; onRetry: () => void }) {
  const known = problem && refusalWords[problem.code];
  const { title, text } = known ?? {
    title: "That did not work",
    text: problem?.detail ?? "The server could not be reached.",
  };
  const final = known !== undefined && problem?.code !== "unauthorized";
  return (
    <ShareNote title={title} text={text}>
      {!final && (
        <Button variant="primary" onClick={onRetry}>
          {problem?.code === "unauthorized" ? "Open again" : "Try again"}
        </Button>
      )}
    </ShareNote>
  );
}
