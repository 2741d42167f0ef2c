"use client";

import { CircleAlert, CircleCheck, X } from "lucide-react";
import Link from "next/link";
import { Button } from "#ui/button.tsx";
import { Progress } from "#ui/progress.tsx";
import { bytes } from "../parts/numbers.ts";
import type { FileUpload } from "./use-uploads.ts";

/** What is on its way, what arrived and what was refused, each until it is dismissed. */
export function UploadList({
  uploads,
  onDismiss,
}: {
  uploads: readonly FileUpload[];
  onDismiss: (key: number) => void;
}) {
  if (uploads.length === 0) return null;
  return (
    <ul aria-label="Uploads" className="mb-4 divide-y divide-line rounded-lg border">
      {uploads.map((upload) => (
        <li key={upload.key} className="flex items-center gap-3 px-3 py-2.5">
          <div className="min-w-0 flex-1">
            <UploadLine upload={upload} />
          </div>
          <Button
            variant="ghost"
            size="icon-sm"
            aria-label={`${upload.state.at === "sending" || upload.state.at === "waiting" ? "Cancel" : "Dismiss"} ${upload.file.name}`}
            onClick={() => onDismiss(upload.key)}
          >
            <X aria-hidden />
          </Button>
        </li>
      ))}
    </ul>
  );
}

function UploadLine({ upload: { file, state } }: { upload: FileUpload }) {
  switch (state.at) {
    case "waiting":
      return <Progress label={file.name} value={0} detail="Waiting" />;
    case "sending":
      return (
        <Progress
          label={file.name}
          value={state.share < 1 ? state.share : null}
          detail={state.share < 1 ? `${bytes(state.share * file.size)} of ${bytes(file.size)}` : "Storing"}
        />
      );
    case "done":
      return (
        <p role="status" className="flex min-w-0 items-center gap-2 text-sm">
          <CircleCheck aria-hidden className="size-4 shrink-0 text-success" />
          <Link href={`/files/${state.made.id}`} className="min-w-0 truncate font-medium hover:underline">
            {state.made.name}
          </Link>
          <span className="tabular shrink-0 text-muted">{bytes(state.made.bytes)}</span>
        </p>
      );
    case "refused":
      return (
        <p role="alert" className="flex min-w-0 items-start gap-2 text-sm">
          <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-danger" />
          <span className="min-w-0">
            <span className="break-id font-medium">{file.name}</span>{" "}
            <span className="text-muted">was not taken. {state.error.message}</span>
          </span>
        </p>
      );
  }
}
