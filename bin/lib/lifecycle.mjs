import { spawn } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { Failure } from "./failure.mjs";
import { say, sayFailure } from "./progress.mjs";
import { root } from "./project.mjs";

const SIGNALS = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 };
const TOOL_GRACE_MS = 5_000;
// The terminal, npm and the older Node in front of us may all hand on the same Ctrl-C.
const SAME_KEYPRESS_MS = 1_000;

const tools = new Set();
const cleanups = [];
let stopping = false;

/** Registers what must be undone when the command ends, however it ends. The last one registered runs first. */
export function atEnd(cleanup) {
  cleanups.push(cleanup);
}

export const isStopping = () => stopping;

/**
 * Runs a command to its end: signals stop it in order (tools, then the registered cleanups in reverse), and the process
 * leaves with the right code.
 *
 * @param {() => Promise<number | undefined>} main gives the exit code; undefined is 0
 * @param {{ signalExit?: number }} [options] `signalExit`: the code after a signal, for a command that is ended that way
 */
export async function runToEnd(main, { signalExit } = {}) {
  for (const stream of [process.stdout, process.stderr]) stream.on("error", () => {}); // the terminal was closed
  const running = main().catch((error) => {
    if (!stopping) sayFailure(error);
    return error.code > 0 ? error.code : 1;
  });
  const code = await Promise.race([running, firstSignal(signalExit)]);
  stopping = true;
  await stopTools();
  await Promise.race([running, sleep(2_000, undefined, { ref: false })]);
  for (const cleanup of cleanups.reverse())
    try {
      await cleanup();
    } catch (error) {
      sayFailure(error);
    }
  process.exit(code ?? 0);
}

/** From now on another process answers to the signals, and we only follow it. */
export function handOverSignals() {
  for (const signal of Object.keys(SIGNALS)) process.removeAllListeners(signal);
}

function firstSignal(signalExit) {
  return new Promise((resolve) => {
    let firstAt = 0;
    const onSignal = (signal) => {
      if (firstAt && Date.now() - firstAt > SAME_KEYPRESS_MS) {
        say("Stopping at once.");
        for (const child of tools) signalGroup(child, "SIGKILL");
        process.exit(SIGNALS[signal]);
      }
      firstAt ||= Date.now();
      resolve(signalExit ?? SIGNALS[signal]);
    };
    for (const signal of Object.keys(SIGNALS)) process.on(signal, onSignal);
    // The older Node that started us was killed: nobody could stop us any more.
    process.on("disconnect", () => resolve(1));
  });
}

/**
 * Starts a tool in a process group of its own: Ctrl-C reaches us alone and we decide the order of ending, and whatever
 * the tool leaves behind is ended with it.
 */
export function spawnTool(file, args, options = {}) {
  if (stopping) throw new Failure("Stopping.");
  const child = spawn(file, args, { cwd: root, stdio: ["ignore", "inherit", "inherit"], ...options, detached: true });
  tools.add(child);
  child.ended = new Promise((resolve) => {
    child.once("error", (error) => resolve({ code: 1, error }));
    child.once("exit", (code, signal) => resolve({ code, signal }));
  });
  child.ended.then(() => {
    signalGroup(child, "SIGKILL");
    tools.delete(child);
  });
  return child;
}

/**
 * Runs a tool to its end.
 * @param {{ capture?: boolean, input?: string }} options `capture`: keep the output instead of showing it
 * @returns {Promise<{ code: number | null, signal?: string, error?: Error, output: string }>}
 */
export async function runTool(file, args, { capture = false, input, ...options } = {}) {
  const stdin = input === undefined ? "ignore" : "pipe";
  const child = spawnTool(file, args, {
    stdio: capture ? [stdin, "pipe", "pipe"] : [stdin, "inherit", "inherit"],
    ...options,
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding("utf8").on("data", (text) => {
      output = (output + text).slice(-200_000);
    });
  if (input !== undefined) {
    child.stdin.on("error", () => {}); // it ended before reading: its exit code tells
    child.stdin.end(input);
  }
  const ended = await child.ended;
  return { ...ended, output: ended.error ? `${output}${ended.error.message}` : output };
}

/** Ends a child and its group: the signal, then SIGKILL when the grace is over. */
export async function stopChild(child, { signal = "SIGTERM", graceMs = TOOL_GRACE_MS } = {}) {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  child.kill(signal);
  const late = await Promise.race([child.ended.then(() => false), sleep(graceMs, true, { ref: false })]);
  if (!late) return;
  signalGroup(child, "SIGKILL");
  await child.ended;
}

async function stopTools() {
  const all = [...tools].filter((child) => !child.outlivesTools);
  for (const child of all) signalGroup(child, "SIGTERM");
  await Promise.all(all.map((child) => stopChild(child)));
}

function signalGroup(child, signal) {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch (error) {
    if (error.code !== "ESRCH" && error.code !== "EPERM") throw error;
  }
}
