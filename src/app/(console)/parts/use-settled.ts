"use client";

import { useEffect, useState } from "react";

/** The value as it was when it last stood still for `ms`, for questions that follow what is being typed. */
export function useSettled<T>(value: T, ms: number): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), ms);
    return () => clearTimeout(timer);
  }, [value, ms]);
  return settled;
}
