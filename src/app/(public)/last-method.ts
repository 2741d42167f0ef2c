import { useSyncExternalStore } from "react";

type Method = "password" | "passkey";

const KEY = "gatehouse.sign-in";
const never = () => () => {};

function read(): Method | null {
  try {
    const kept = localStorage.getItem(KEY);
    return kept === "password" || kept === "passkey" ? kept : null;
  } catch {
    // A browser that keeps nothing.
    return null;
  }
}

/** How one signed in last, in this browser; it is told to nobody else. */
export const useLastMethod = (): Method | null => useSyncExternalStore(never, read, () => null);

export function keepLastMethod(method: Method): void {
  try {
    localStorage.setItem(KEY, method);
  } catch {
    // A browser that keeps nothing.
  }
}
