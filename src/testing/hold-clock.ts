import type { World } from "./world.ts";

/**
 * Stops the product's clock, so that no minute, hour or day ends while a test looks, however slow the machine. Gives
 * what lets it go on. Clocks in SQL (`now()`) go on.
 */
export function holdClock({ runtime }: World, nowMs = runtime.clock.nowMs()): () => void {
  const real = runtime.clock;
  runtime.clock = { now: () => new Date(nowMs), nowMs: () => nowMs, set: real.set };
  return () => {
    runtime.clock = real;
  };
}
