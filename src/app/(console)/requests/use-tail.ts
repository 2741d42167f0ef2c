"use client";

import { useEffect, useEffectEvent, useState } from "react";
import type { RequestEntry } from "#contract/usage.ts";
import { useTRPCClient } from "#trpc/client.tsx";
import type { LogFilters } from "./requests-search.ts";

const EVERY_MS = 1000;
/** After this many the oldest of them give way; they are in the log below after a reload. */
const MOST_ROWS = 500;
const FRESH_MS = 2500;

type Tail = { question: string; rows: readonly RequestEntry[]; last: string | undefined };

/**
 * What came since the log was read, newest first, asked for each second while the page can be seen. `fresh` are the
 * ids that arrived a moment ago.
 */
export function useTail(
  filters: LogFilters,
  log: readonly RequestEntry[] | undefined,
  on: boolean,
): { rows: readonly RequestEntry[]; fresh: ReadonlySet<string>; failed: boolean } {
  const trpc = useTRPCClient();
  const question = JSON.stringify(filters);
  const [tail, setTail] = useState<Tail>({ question, rows: [], last: undefined });
  const [fresh, setFresh] = useState<ReadonlySet<string>>(new Set());
  const [failed, setFailed] = useState(false);
  const current = tail.question === question ? tail : { question, rows: [], last: undefined };

  const ask = useEffectEvent(async (signal: AbortSignal) => {
    if (document.visibilityState === "hidden" || !log) return;
    const after = current.last ?? log[0]?.id;
    const { cursor: _, ...asked } = { ...filters, limit: 100, cursor: undefined };
    const { data } = await trpc.requests.list.query(after ? { ...asked, after } : asked, { signal });
    if (signal.aborted) return;
    setFailed(false);
    if (data.length === 0) return;
    // Without a request to go on from, the log itself was read: that is newest first.
    const arrived = after ? [...data].reverse() : data;
    const known = new Set([...current.rows, ...log].map(({ id }) => id));
    const unknown = arrived.filter(({ id }) => !known.has(id));
    setTail({ question, rows: [...unknown, ...current.rows].slice(0, MOST_ROWS), last: arrived[0]!.id });
    if (unknown.length > 0) setFresh(new Set(unknown.map(({ id }) => id)));
  });

  useEffect(() => {
    if (!on) return;
    const ending = new AbortController();
    let timer: ReturnType<typeof setTimeout>;
    const turn = async () => {
      await ask(ending.signal).catch(() => ending.signal.aborted || setFailed(true));
      if (!ending.signal.aborted) timer = setTimeout(turn, EVERY_MS);
    };
    timer = setTimeout(turn, EVERY_MS);
    return () => {
      ending.abort();
      clearTimeout(timer);
      setFailed(false);
    };
  }, [on]);

  useEffect(() => {
    if (fresh.size === 0) return;
    const timer = setTimeout(() => setFresh(new Set()), FRESH_MS);
    return () => clearTimeout(timer);
  }, [fresh]);

  return { rows: current.rows, fresh, failed };
}
