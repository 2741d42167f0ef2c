"use client";

import { Download, KeyRound } from "lucide-react";
import { useId, useState } from "react";
import { Button } from "#ui/button.tsx";
import { Checkbox } from "#ui/checkbox.tsx";
import { CopyButton } from "#ui/copy-button.tsx";
import { saveFile } from "#ui/save-file.ts";

/** New recovery codes, shown this once. One goes on only after saying that they are kept. */
export function RecoveryCodes({ codes, onDone }: { codes: readonly string[]; onDone: () => void }) {
  const [kept, setKept] = useState(false);
  const id = useId();
  const text = `${codes.join("\n")}\n`;
  const file = `Recovery codes for Gatehouse at ${window.location.host}. Each is good once.\n\n${text}`;
  return (
    <div className="flex flex-col gap-4">
      <section aria-labelledby={id} className="overflow-hidden rounded-lg border border-warning-line bg-warning-soft">
        <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 px-4 pt-3">
          <h3 id={id} className="inline-flex items-center gap-2 text-sm font-medium">
            <KeyRound aria-hidden className="size-4 text-warning" />
            Recovery codes
          </h3>
          <p className="text-sm text-warning">Shown this once. We keep only hashes of them.</p>
        </div>
        <div className="p-3 pt-2">
          <ol
            translate="no"
            className="grid gap-x-6 gap-y-1 rounded-md border border-warning-line bg-ground p-3 font-mono text-sm sm:grid-cols-2"
          >
            {codes.map((code) => (
              <li key={code} className="select-all">
                {code}
              </li>
            ))}
          </ol>
          <div className="mt-2 flex flex-wrap gap-2">
            <CopyButton value={text} label="Copy all" onCopied={() => setKept(true)} />
            <Button
              onClick={() => {
                saveFile("gatehouse-recovery-codes.txt", file, "text/plain");
                setKept(true);
              }}
            >
              <Download aria-hidden />
              Download
            </Button>
          </div>
        </div>
      </section>
      <p className="text-sm text-muted">
        Each of them signs you in once in place of a code of your app. Keep them where you find them without your phone.
      </p>
      <Checkbox checked={kept} onCheckedChange={setKept} label="I have kept these codes" />
      <Button variant="primary" disabled={!kept} onClick={onDone} className="self-end">
        Done
      </Button>
    </div>
  );
}
