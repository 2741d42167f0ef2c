import { useSyncExternalStore } from "react";

const never = () => () => {};

/** Whether the reader's own time zone and clock are at hand: false on the server and while the page wakes up. */
export const useInBrowser = (): boolean =>
  useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
