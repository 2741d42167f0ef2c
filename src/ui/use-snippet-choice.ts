"use client";

import { useCallback, useSyncExternalStore } from "react";

const storageKey = "gatehouse.snippet";
const changed = "gatehouse:snippet";

function subscribe(listener: () => void): () => void {
  window.addEventListener(changed, listener);
  window.addEventListener("storage", listener);
  return () => {
    window.removeEventListener(changed, listener);
    window.removeEventListener("storage", listener);
  };
}

/** Storage may be forbidden (private windows, strict settings); then the choice lasts as long as the page. */
let unsaved: string | null = null;

function read(): string | null {
  try {
    return localStorage.getItem(storageKey) ?? unsaved;
  } catch {
    return unsaved;
  }
}

/** The language the reader last chose for code, and how to choose another. `null` until there is a choice. */
export function useSnippetChoice(): [choice: string | null, choose: (label: string) => void] {
  const choice = useSyncExternalStore(subscribe, read, () => null);
  const choose = useCallback((label: string) => {
    unsaved = label;
    try {
      localStorage.setItem(storageKey, label);
    } catch {
      // The choice is kept in `unsaved`.
    }
    window.dispatchEvent(new Event(changed));
  }, []);
  return [choice, choose];
}
