import { useRouter } from "next/navigation";
import { useCallback } from "react";

type Go = () => void;

/** Set while a page holds something that would be lost with it: it asks the reader first, and goes if they want to. */
let ask: ((go: Go) => void) | null = null;

export function guardLeaving(asking: (go: Go) => void): () => void {
  ask = asking;
  return () => {
    if (ask === asking) ask = null;
  };
}

/** Does what ends the page, unless the page has something to say first. */
export function leave(go: Go): void {
  if (ask) ask(go);
  else go();
}

/** `router.push` for everything that is not a link; links are caught by the guard itself. */
export function useGuardedPush(): (href: string) => void {
  const router = useRouter();
  return useCallback((href) => leave(() => router.push(href)), [router]);
}
