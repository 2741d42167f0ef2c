import { performance } from "node:perf_hooks";

const HEARTBEAT_MS = 10_000;

const indent = (text) => text.replace(/^/gm, "    ");

/** One line for the person at the terminal. */
export function say(line = "") {
  process.stdout.write(`${line}\n`);
}

/**
 * Runs one step and tells how long it took. A long step repeats itself every ten seconds, so that a terminal or a CI log
 * never looks dead. On a terminal it rewrites its line, unless what it starts writes there too (`shared`).
 */
export async function step({ doing, done, shared = false }, work) {
  const started = performance.now();
  const seconds = () => ((performance.now() - started) / 1000).toFixed(1);
  const clearLine = process.stdout.isTTY && !shared ? "\r\x1b[K" : "";
  if (clearLine) process.stdout.write(`… ${doing}`);
  else say(`… ${doing}`);
  const heartbeat = setInterval(
    () => {
      if (clearLine) process.stdout.write(`${clearLine}… ${doing} (${Math.round(Number(seconds()))} s)`);
      else say(`… ${doing} (${Math.round(Number(seconds()))} s)`);
    },
    clearLine ? 1_000 : HEARTBEAT_MS,
  );
  try {
    const result = await work();
    process.stdout.write(`${clearLine}✓ ${done} (${seconds()} s)\n`);
    return result;
  } catch (error) {
    process.stdout.write(`${clearLine}✗ ${doing}: failed after ${seconds()} s\n`);
    throw error;
  } finally {
    clearInterval(heartbeat);
  }
}

/** Prints a failure in the order in which it is read: what the tool said, what is wrong, what to do. */
export function sayFailure(error) {
  const lines = [];
  if (error.name !== "Failure") lines.push(`✗ ${error.stack ?? error}`);
  else {
    if (error.output) lines.push(indent(error.output.trimEnd()));
    lines.push(`✗ ${error.message}`);
    if (error.hint) lines.push(indent(error.hint));
  }
  process.stderr.write(`${lines.join("\n")}\n`);
}
