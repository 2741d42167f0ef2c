import { parentPort, workerData } from "node:worker_threads";
import { runSync } from "./run-sync.ts";
import type { SyncJob, SyncMessage, SyncOutcome } from "./sync-job.ts";

const say = (message: SyncMessage) => parentPort?.postMessage(message);

async function run(job: SyncJob): Promise<SyncOutcome> {
  try {
    return await runSync(job, (progress) => say({ progress }));
  } catch (error) {
    const { message, stack, code } = error as Error & { code?: string };
    return { kind: "broken", error: { message: String(message), ...(stack && { stack }), ...(code && { code }) } };
  }
}

say({ outcome: await run(workerData as SyncJob) });
