"use client";

import { Segmented } from "#ui/segmented.tsx";
import type { Mode } from "./shell-types.ts";

/** Live or test: which of the two separate sets of sources, keys and requests the console shows. */
export function ModeSwitch({ mode, onSwitchMode }: { mode: Mode; onSwitchMode: (mode: Mode) => void }) {
  return (
    <Segmented
      label="Mode"
      size="sm"
      value={mode}
      onValueChange={onSwitchMode}
      className="w-full"
      options={[
        { value: "live", label: <ModeLabel mode="live" text="Live" /> },
        { value: "test", label: <ModeLabel mode="test" text="Test" /> },
      ]}
    />
  );
}

function ModeLabel({ mode, text }: { mode: Mode; text: string }) {
  return (
    <>
      <span
        aria-hidden
        className={mode === "live" ? "size-1.5 rounded-full bg-accent" : "size-1.5 rounded-full bg-chart-2"}
      />
      {text}
    </>
  );
}
