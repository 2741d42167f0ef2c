"use client";

import { Cable, FileUp } from "lucide-react";
import { type DragEvent, useRef, useState } from "react";
import { MAX_COLUMNS, MAX_ROWS, MAX_UPLOAD_BYTES } from "#contract/source-limits.ts";
import { Button } from "#ui/button.tsx";
import { Callout } from "#ui/callout.tsx";
import { cn } from "#ui/cn.ts";
import { LinkButton } from "#ui/link-button.tsx";
import { bytes, count } from "../../parts/numbers.ts";

/** Where a file is dropped or chosen. What is no file, empty or too large is refused here already. */
export function UploadZone({
  onFile,
  about = "It becomes a source: typed columns and rows that your keys read over REST. You review names and types before anything is imported.",
  what = "each becomes a source of its own",
}: {
  onFile: (file: File) => void;
  about?: string;
  /** Why one file at a time: the end of a sentence. */
  what?: string;
}) {
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);

  function take(file: File | undefined) {
    const why = !file ? "That was no file." : refusalOfFile(file);
    setRefusal(why);
    if (file && !why) onFile(file);
  }
  function drop(event: DragEvent) {
    event.preventDefault();
    setOver(false);
    if (event.dataTransfer.files.length > 1) setRefusal(`One file at a time: ${what}.`);
    else take(event.dataTransfer.files[0]);
  }

  return (
    <section
      aria-label="Upload a file"
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setOver(false);
      }}
      onDrop={drop}
      className={cn(
        "flex flex-col items-center rounded-lg border border-line-strong border-dashed px-4 py-14 text-center transition-colors",
        over && "border-accent bg-accent-soft",
      )}
    >
      <div
        aria-hidden
        className="mb-4 grid size-10 place-items-center rounded-lg border border-line bg-surface text-muted"
      >
        <FileUp className="size-5" />
      </div>
      <h2 className="text-base font-medium">Drop a CSV or JSON file here</h2>
      <p className="mt-1 max-w-[56ch] text-pretty text-sm text-muted">{about}</p>
      <input
        ref={input}
        type="file"
        aria-label="File to upload"
        tabIndex={-1}
        className="sr-only"
        accept=".csv,.tsv,.txt,.json,.ndjson,.jsonl,text/csv,application/json"
        onChange={(event) => {
          take(event.target.files?.[0]);
          // The same file may be chosen again after it was mended.
          event.target.value = "";
        }}
      />
      <div className="mt-5 flex flex-wrap justify-center gap-2">
        <Button variant="primary" onClick={() => input.current?.click()}>
          Choose file
        </Button>
        <LinkButton href="/connectors/new">
          <Cable aria-hidden />
          Connect a database or feed
        </LinkButton>
      </div>
      <p className="mt-4 text-xs text-subtle">
        CSV, TSV, JSON or NDJSON up to {bytes(MAX_UPLOAD_BYTES)}, {count(MAX_ROWS)} rows and {MAX_COLUMNS} columns.
      </p>
      {refusal && (
        <Callout tone="danger" live className="mt-4 max-w-xl text-left">
          {refusal}
        </Callout>
      )}
    </section>
  );
}

function refusalOfFile(file: File): string | null {
  if (file.size === 0) return `${file.name} is empty, or it is a folder.`;
  if (file.size > MAX_UPLOAD_BYTES)
    return `${file.name} has ${bytes(file.size)}; ${bytes(MAX_UPLOAD_BYTES)} is the most. Split it, or leave columns out.`;
  return null;
}
