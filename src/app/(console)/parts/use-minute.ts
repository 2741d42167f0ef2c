"use client";

import { useEffect, useState } from "react";
import { thisMinute } from "./time-range.ts";

/** The end of the running minute in epoch milliseconds, beginning with what the server rendered. */
export function useMinute(rendered: number): number {
  const [minute, setMinute] = useState(rendered);
  useEffect(() => {
    const timer = setInterval(() => setMinute((old) => Math.max(old, thisMinute(Date.now()))), 5_000);
    return () => clearInterval(timer);
  }, []);
  return minute;
}
