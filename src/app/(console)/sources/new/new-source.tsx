"use client";

import { useEffect, useEffectEvent, useRef, useState } from "react";
import type { Upload } from "#contract/source.ts";
import { Button } from "#ui/button.tsx";
import { Card } from "#ui/card.tsx";
import { ProblemState } from "#ui/problem-state.tsx";
import { Progress } from "#ui/progress.tsx";
import { bytes } from "../../parts/numbers.ts";
import { UploadError } from "../../parts/send-file.ts";
import { takeHandedFile } from "./handed-file.ts";
import { Review } from "./review.tsx";
import { uploadFile } from "./upload-file.ts";
import { UploadZone } from "./upload-zone.tsx";

type Step =
  | { at: "choose" }
  | { at: "upload"; file: File; share: number }
  | { at: "refused"; file: File; error: UploadError }
  | { at: "review"; upload: Upload };

/** From a file to a source: choose, upload, review. The import itself is shown on the source's own page. */
export function NewSource({ projectId }: { projectId: string | null }) {
  const [step, setStep] = useState<Step>({ at: "choose" });
  const sending = useRef<AbortController>(null);

  async function send(file: File) {
    sending.current?.abort();
    const ending = new AbortController();
    sending.current = ending;
    setStep({ at: "upload", file, share: 0 });
    try {
      const upload = await uploadFile(file, (share) => setStep({ at: "upload", file, share }), ending.signal);
      if (!ending.signal.aborted) setStep({ at: "review", upload });
    } catch (error) {
      if (ending.signal.aborted) return;
      setStep({ at: "refused", file, error: error instanceof UploadError ? error : new UploadError(null) });
    }
  }

  const takeHanded = useEffectEvent(() => {
    const file = takeHandedFile();
    if (file) void send(file);
  });
  useEffect(() => takeHanded(), []);

  const inWork = step.at === "upload" || step.at === "review";
  useEffect(() => {
    if (!inWork) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", ask);
    return () => window.removeEventListener("beforeunload", ask);
  }, [inWork]);

  const again = () => setStep({ at: "choose" });
  switch (step.at) {
    case "choose":
      return <UploadZone onFile={(file) => void send(file)} />;
    case "upload":
      return (
        <Card title={step.file.name}>
          <Progress
            label={step.share < 1 ? "Uploading" : "Reading every row to find the columns and their types"}
            value={step.share < 1 ? step.share : null}
            detail={
              step.share < 1
                ? `${bytes(step.share * step.file.size)} of ${bytes(step.file.size)}`
                : bytes(step.file.size)
            }
          />
          <Button
            className="mt-4"
            onClick={() => {
              sending.current?.abort();
              again();
            }}
          >
            Cancel upload
          </Button>
        </Card>
      );
    case "refused":
      return (
        <ProblemState
          title={step.error.problem ? `${step.file.name} was not taken` : "The upload was broken off"}
          detail={step.error.message}
          requestId={step.error.problem?.request_id}
          onRetry={() => void send(step.file)}
          action={<Button onClick={again}>Choose another file</Button>}
        />
      );
    case "review":
      return <Review upload={step.upload} projectId={projectId} onAgain={again} />;
  }
}
