import type { Logger } from "../logger.ts";

/** Something that waits in the database and is done by whichever instance comes first. */
export type Job = {
  name: string;
  /** Pause between two looks. */
  everyMs: number;
  /** Does what is due; gives whether there may be more, which is then done without a pause. */
  run(stopping: AbortSignal): Promise<boolean>;
};

export type BackgroundWork = {
  /** Begins to look for work. The server does; tests and commands call `runOnce` where they need it. */
  start(): void;
  /** Does all that is due now. Rejects if a job fails. */
  runOnce(): Promise<void>;
  /** Begins nothing new and waits for what is under way; what is left stays in the database. */
  stop(): Promise<void>;
};

const LONGEST_PAUSE_MS = 60_000;

/**
 * One loop for each job, in every instance. All state is in the database, taken with SKIP LOCKED, so that any number of
 * instances share the work and none of it is lost with a process. A job that fails is tried again after growing pauses.
 */
export function backgroundWork(log: Logger, jobs: readonly Job[]): BackgroundWork {
  const stopping = new AbortController();
  const loops: Promise<void>[] = [];
  const { signal } = stopping;

  const loop = async ({ name, everyMs, run }: Job) => {
    let failures = 0;
    while (!signal.aborted) {
      let more = false;
      try {
        more = await run(signal);
        if (failures > 0) log.info(`${name} works again`);
        failures = 0;
      } catch (error) {
        if (failures === 0 && !signal.aborted) log.warn({ err: error }, `${name} failed; it is tried again`);
        failures += 1;
      }
      if (!more) await pause(Math.min(LONGEST_PAUSE_MS, everyMs * 2 ** Math.min(failures, 10)), signal);
    }
  };

  return {
    start: () => void loops.push(...jobs.map(loop)),
    async runOnce() {
      for (const { run } of jobs) while (await run(signal)) if (signal.aborted) return;
    },
    async stop() {
      stopping.abort();
      await Promise.all(loops);
    },
  };
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    timer.unref();
    signal.addEventListener("abort", done);
  });
}
