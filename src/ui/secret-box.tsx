"use client";

import { Download, KeyRound } from "lucide-react";
import { useId } from "react";
import { Button } from "./button.tsx";
import { CopyButton } from "./copy-button.tsx";
import { saveFile } from "./save-file.ts";

/**
 * A secret that is shown this once: selectable, to copy, or to download as `.env`.
 * `onSaved` is called as soon as either was done, so that the page may let the reader leave.
 */
export function SecretBox({
  secret,
  label,
  env,
  fileName = "gatehouse.env",
  note = "Shown this once. We keep only a hash of it.",
  onSaved,
}: {
  secret: string;
  label: string;
  /** The lines of the `.env` file; none: no download is offered. */
  env?: Readonly<Record<string, string>>;
  fileName?: string;
  /** What the reader must know of it. */
  note?: string;
  onSaved?: (how: "copied" | "downloaded") => void;
}) {
  const id = useId();
  function download() {
    const lines = Object.entries(env ?? {}).map(([name, value]) => `${name}=${value}\n`);
    saveFile(fileName, lines.join(""), "text/plain");
    onSaved?.("downloaded");
  }
  return (
    <section aria-labelledby={id} className="overflow-hidden rounded-lg border border-warning-line bg-warning-soft">
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 px-4 pt-3">
        <h2 id={id} className="inline-flex items-center gap-2 text-sm font-medium">
          <KeyRound aria-hidden className="size-4 text-warning" />
          {label}
        </h2>
        <p className="text-sm text-warning">{note}</p>
      </div>
      <div className="p-3 pt-2">
        <div className="flex flex-col gap-2 rounded-md border border-warning-line bg-ground p-2 pl-3 sm:flex-row sm:items-center">
          <code
            data-secret
            translate="no"
            className="min-w-0 flex-1 select-all break-all font-mono text-sm leading-5 [font-variant-ligatures:none]"
          >
            {secret}
          </code>
          <div className="flex shrink-0 gap-2">
            <CopyButton value={secret} variant="primary" onCopied={() => onSaved?.("copied")} />
            {env && (
              <Button onClick={download}>
                <Download aria-hidden />
                .env
                <span className="sr-only">download</span>
              </Button>
            )}
          </div>
        </div>
      </div>
    </section>
  );
}
