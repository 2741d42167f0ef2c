"use client";

import { useRouter } from "next/navigation";
import { useCallback, useEffect, useState } from "react";
import { guardLeaving } from "./leave.ts";

const samePage = (url: URL) => url.pathname === location.pathname && url.search === location.search;

/**
 * While `active`, every way out of the page waits for the reader: links, the shell's commands, the browser's back
 * button, and (in the browser's own words) reloading and closing. `waiting` is what goes on when they let it.
 */
export function useLeaveGuard(active: boolean): { waiting: (() => void) | null; stay: () => void } {
  const router = useRouter();
  const [waiting, setWaiting] = useState<(() => void) | null>(null);
  const hold = useCallback((go: () => void) => setWaiting(() => go), []);

  useEffect(() => {
    if (!active) return;
    const release = guardLeaving(hold);

    function unload(event: BeforeUnloadEvent) {
      event.preventDefault();
    }
    function click(event: MouseEvent) {
      if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
      const link = event.target instanceof Element ? event.target.closest("a[href]") : null;
      if (!(link instanceof HTMLAnchorElement) || link.target === "_blank" || link.hasAttribute("download")) return;
      const url = new URL(link.href);
      if (url.origin === location.origin && samePage(url)) return;
      event.preventDefault();
      event.stopPropagation();
      hold(() =>
        url.origin === location.origin ? router.push(url.pathname + url.search + url.hash) : location.assign(url),
      );
    }
    // A second entry of the same page: going back lands on the first, and nothing has been left yet.
    window.history.pushState(window.history.state, "", location.href);
    function back(event: PopStateEvent) {
      // The router must not hear of it: to the reader nothing happened but a question.
      event.stopImmediatePropagation();
      window.history.pushState(window.history.state, "", location.href);
      hold(() => window.history.go(-2));
    }
    window.addEventListener("beforeunload", unload);
    window.addEventListener("popstate", back, true);
    document.addEventListener("click", click, true);
    return () => {
      release();
      window.removeEventListener("beforeunload", unload);
      window.removeEventListener("popstate", back, true);
      document.removeEventListener("click", click, true);
    };
  }, [active, hold, router]);

  return { waiting: active ? waiting : null, stay: useCallback(() => setWaiting(null), []) };
}
