import { useEffect, useEffectEvent } from "react";
import { useGuardedPush } from "../leaving/leave.ts";
import { elsewhere, navigation } from "./navigation.ts";
import { shortcutsEnabled } from "./shortcut-choice.ts";

const destinations = new Map(
  [...navigation.flatMap((group) => group.items), ...elsewhere].map((page) => [page.key, page.href]),
);

/** Ctrl/⌘ K, `?`, and `g` followed by a page's key within a second and a half. Silent while one types or a dialog is open. */
export function useShortcuts({ onPalette, onHelp }: { onPalette: () => void; onHelp: () => void }): void {
  const push = useGuardedPush();
  const palette = useEffectEvent(onPalette);
  const help = useEffectEvent(onHelp);
  const go = useEffectEvent(push);

  useEffect(() => {
    let goUntil = 0;
    function press(event: KeyboardEvent) {
      if (event.key.toLowerCase() === "k" && (event.metaKey || event.ctrlKey) && !event.shiftKey && !event.altKey) {
        event.preventDefault();
        palette();
        return;
      }
      if (event.metaKey || event.ctrlKey || event.altKey || event.repeat || event.isComposing) return;
      const target = event.target instanceof HTMLElement ? event.target : null;
      if (
        target?.isContentEditable ||
        target?.closest("input, textarea, select, [role=dialog], [role=alertdialog], [role=menu], [role=listbox]")
      )
        return;
      if (!shortcutsEnabled()) return;
      if (event.key === "?") {
        event.preventDefault();
        help();
      } else if (event.key === "g") {
        goUntil = event.timeStamp + 1500;
      } else if (event.timeStamp < goUntil) {
        goUntil = 0;
        const href = destinations.get(event.key);
        if (href) {
          event.preventDefault();
          go(href);
        }
      }
    }
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  }, []);
}
