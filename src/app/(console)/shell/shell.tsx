"use client";

import { type ReactNode, useState } from "react";
import { Header } from "./header.tsx";
import { Palette } from "./palette.tsx";
import { Rail } from "./rail.tsx";
import type { ShellActions, ShellData } from "./shell-types.ts";
import { ShortcutsDialog } from "./shortcuts-dialog.tsx";
import { useShortcuts } from "./use-shortcuts.ts";

/** What stands around every page of the console. */
export function Shell({ data, actions, children }: { data: ShellData; actions: ShellActions; children: ReactNode }) {
  const [paletteOpen, setPaletteOpen] = useState(false);
  const [helpOpen, setHelpOpen] = useState(false);
  const [railOpen, setRailOpen] = useState(false);
  useShortcuts({ onPalette: () => setPaletteOpen((open) => !open), onHelp: () => setHelpOpen(true) });

  const closing = (deed: () => void) => () => {
    setRailOpen(false);
    deed();
  };
  const rail = (
    <Rail
      data={data}
      actions={actions}
      onOpenPalette={closing(() => setPaletteOpen(true))}
      onShowShortcuts={closing(() => setHelpOpen(true))}
      onNavigate={() => setRailOpen(false)}
    />
  );
  return (
    <div className="min-h-dvh md:pl-60">
      <a
        href="#content"
        className="sr-only z-50 rounded-md bg-text px-3 py-2 text-sm text-ground focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
      >
        Skip to content
      </a>
      <aside className="fixed inset-y-0 left-0 z-20 hidden w-60 border-r bg-surface md:block dark:bg-sunken">
        {rail}
      </aside>
      <Header
        rail={rail}
        railOpen={railOpen}
        onRailOpenChange={setRailOpen}
        onOpenPalette={() => setPaletteOpen(true)}
        organization={data.organization.name}
        mode={data.mode}
      />
      {data.mode === "test" && (
        <p className="flex h-8 items-center justify-center gap-2 border-warning-line border-b bg-warning-soft px-4 text-xs text-warning">
          <span className="truncate">Test mode: you see test sources, test keys and their requests only.</span>
        </p>
      )}
      <main id="content" tabIndex={-1} className="min-w-0 outline-none">
        {children}
      </main>
      <Palette open={paletteOpen} onOpenChange={setPaletteOpen} data={data} actions={actions} />
      <ShortcutsDialog open={helpOpen} onOpenChange={setHelpOpen} />
    </div>
  );
}
