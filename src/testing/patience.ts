/**
 * How long a test waits for what is sure to come, in milliseconds: only a hang takes so long, on the slowest machine. No
 * test may pass or fail by it on a machine that works.
 */
export const PATIENCE_MS = 180_000;
