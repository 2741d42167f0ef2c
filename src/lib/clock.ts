export type Clock = {
  /** The database's time: what expires, expires by it, on every instance alike. */
  now(): Date;
  nowMs(): number;
  /** Tells the clock what the database's clock says at this moment. */
  set(databaseNowMs: number): void;
};

/** The local clock, corrected by its distance to the database's. */
export function databaseClock(): Clock {
  let offset = 0;
  return {
    now: () => new Date(Date.now() + offset),
    nowMs: () => Date.now() + offset,
    set: (databaseNowMs) => {
      const measured = databaseNowMs - Date.now();
      // A few milliseconds are the way of the message, not the clock.
      offset = Math.abs(measured) < 50 ? 0 : measured;
    },
  };
}
