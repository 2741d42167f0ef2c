"use client";

import { Upload } from "lucide-react";
import { type ReactNode, type Ref, useImperativeHandle, useRef, useState } from "react";

export type DropAreaHandle = { choose(): void };

/** Takes files that are dropped anywhere on what it holds, or chosen after `choose()`. */
export function DropArea({
  ref,
  onFiles,
  disabled,
  children,
}: {
  ref: Ref<DropAreaHandle>;
  onFiles: (files: File[]) => void;
  disabled: boolean;
  children: ReactNode;
}) {
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  useImperativeHandle(ref, () => ({ choose: () => input.current?.click() }), []);
  if (disabled) return children;
  const take = (files: FileList | null) => {
    if (files && files.length > 0) onFiles([...files]);
  };
  return (
    <section
      aria-label="Files, to drop more on"
      className="relative"
      onDragOver={(event) => {
        if (!event.dataTransfer.types.includes("Files")) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setOver(false);
      }}
      onDrop={(event) => {
        if (!event.dataTransfer.types.includes("Files")) return;
        event.preventDefault();
        setOver(false);
        take(event.dataTransfer.files);
      }}
    >
      <input
        ref={input}
        type="file"
        multiple
        aria-label="Files to upload"
        tabIndex={-1}
        className="sr-only"
        onChange={(event) => {
          take(event.target.files);
          // The same file may be chosen again after it was mended.
          event.target.value = "";
        }}
      />
      {children}
      {over && (
        <div
          aria-hidden
          className="pointer-events-none absolute -inset-2 z-10 grid place-items-center rounded-lg border-2 border-accent border-dashed bg-ground/85"
        >
          <p className="flex items-center gap-2 text-base font-medium text-accent">
            <Upload className="size-5" />
            Drop to upload
          </p>
        </div>
      )}
    </section>
  );
}
