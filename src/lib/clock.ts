export type Clock = {
  /** The database's time: what expires, expires by it, on every instance alike. */
  now(): Date;
  nowMs(): number;
  /** Tells the clock what the database's clock said at some moment of the last `withinMs`. */
  set(databaseNowMs: number, withinMs: number): void;
};

/** The clocks count whole milliseconds, each rounded its own way. */
const ROUNDING_MS = 2;

/**
 * The local clock, corrected by its distance to the database's. A message that was long on its way says less about the
 * distance: the correction moves only as far as it must to agree with what was said, so that a busy process does not
 * set its clock back by the time it took to listen.
 */
export function databaseClock(localMs: () => number = Date.now): Clock {
  let offset = 0;
  return {
    now: () => new Date(localMs() + offset),
    nowMs: () => localMs() + offset,
    set: (databaseNowMs, withinMs) => {
      const least = databaseNowMs - localMs();
      const low = least - ROUNDING_MS;
      const high = least + Math.ceil(withinMs) + ROUNDING_MS;
      offset = Math.min(Math.max(offset, low), high);
    },
  };
}
