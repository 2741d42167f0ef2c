"use client";

import { useCallback, useState } from "react";
import { alike, type Draft } from "./merge-dashboards.ts";

const MOST_STEPS = 100;

/** What is being made of a dashboard, step by step, each of which can be taken back and done again. */
export function useDraft(start: Draft) {
  const [base, setBase] = useState(start);
  const [{ past, now, future }, setHistory] = useState({ past: [] as Draft[], now: start, future: [] as Draft[] });

  const change = useCallback((next: (draft: Draft) => Draft) => {
    setHistory((history) => {
      const changed = next(history.now);
      if (alike(changed, history.now)) return history;
      return { past: [...history.past, history.now].slice(-MOST_STEPS), now: changed, future: [] };
    });
  }, []);
  const undo = useCallback(
    () =>
      setHistory((history) => {
        const before = history.past.at(-1);
        if (!before) return history;
        return { past: history.past.slice(0, -1), now: before, future: [history.now, ...history.future] };
      }),
    [],
  );
  const redo = useCallback(
    () =>
      setHistory((history) => {
        const [next, ...future] = history.future;
        return next ? { past: [...history.past, history.now], now: next, future } : history;
      }),
    [],
  );
  /** Goes on from a state that is saved. */
  const restart = useCallback((saved: Draft) => {
    setBase(saved);
    setHistory({ past: [], now: saved, future: [] });
  }, []);

  return {
    draft: now,
    base,
    change,
    undo: past.length > 0 ? undo : undefined,
    redo: future.length > 0 ? redo : undefined,
    restart,
    dirty: !alike(now, base),
  };
}
