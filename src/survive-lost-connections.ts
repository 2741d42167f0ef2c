import type { Logger } from "#core/logger.ts";
import { isOutage } from "#core/outage.ts";

const DRIVER = /[\\/]node_modules[\\/]postgres[\\/]/;

/** The driver writing to a connection that was lost in the same moment: a TypeError out of its own code. */
export const isLostWrite = ({ name, stack }: { name?: string; stack?: string }): boolean =>
  name === "TypeError" && DRIVER.test(stack?.split("\n").find((line) => line.trim().startsWith("at ")) ?? "");

/**
 * Keeps the process alive when PostgreSQL goes away at a bad moment. postgres.js 3.4.9 may then throw, or reject, where
 * nobody can catch it (porsager/postgres#1208); the requests concerned are refused by their own promises. Every other
 * error that nobody caught ends the process, as it should: its state cannot be trusted.
 */
export function surviveLostConnections(log: Logger): void {
  const judge = (error: unknown) => {
    if (isOutage(error) || (error instanceof Error && isLostWrite(error)))
      log.warn({ err: error }, "a connection to the database was lost");
    else {
      log.fatal({ err: error }, "an error that nobody caught");
      process.exit(1);
    }
  };
  process.on("uncaughtException", judge);
  process.on("unhandledRejection", judge);
}
