"use client";

import { useState } from "react";
import { Dialog } from "#ui/dialog.tsx";
import { Kbd } from "#ui/kbd.tsx";
import { Switch } from "#ui/switch.tsx";
import { elsewhere, navigation } from "./navigation.ts";
import { enableShortcuts, shortcutsEnabled } from "./shortcut-choice.ts";

/** What the keyboard can do, and the switch for those who want single keys to do nothing. */
export function ShortcutsDialog({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title="Keyboard shortcuts" size="sm">
      <ShortcutList />
    </Dialog>
  );
}

function ShortcutList() {
  const [enabled, setEnabled] = useState(shortcutsEnabled);
  const rows: readonly (readonly [label: string, keys: readonly string[]])[] = [
    ["Search and commands", ["Ctrl", "K"]],
    ["This list", ["?"]],
    ...[...navigation.flatMap((group) => group.items), ...elsewhere].map(
      (page) => [page.label, ["G", page.key.toUpperCase()]] as const,
    ),
  ];
  return (
    <>
      <dl className="flex flex-col gap-2 text-sm">
        {rows.map(([label, keys]) => (
          <div key={label} className="flex items-center justify-between gap-4">
            <dt>{label}</dt>
            <dd className="flex gap-1">
              {keys.map((key) => (
                <Kbd key={key}>{key}</Kbd>
              ))}
            </dd>
          </div>
        ))}
      </dl>
      <Switch
        className="mt-4 border-t pt-4"
        label="Single-key shortcuts"
        hint="Ctrl K works either way."
        checked={enabled}
        onCheckedChange={(next) => {
          enableShortcuts(next);
          setEnabled(next);
        }}
      />
    </>
  );
}
