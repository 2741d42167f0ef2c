export const WINDOW_SECONDS = 3600;

/** The number of the clock hour that a moment lies in. */
export const windowOf = (nowMs: number): number => Math.floor(nowMs / 1000 / WINDOW_SECONDS);

/** When the window of a moment began, in epoch milliseconds. */
export const windowStartMs = (nowMs: number): number => windowOf(nowMs) * WINDOW_SECONDS * 1000;
