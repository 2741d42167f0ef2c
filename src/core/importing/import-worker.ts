import { parentPort, workerData } from "node:worker_threads";
import { FileProblem } from "./file-problem.ts";
import type { Inspection } from "./inspect-file.ts";

/** What a thread is started for. */
export type Job =
  | { kind: "inspect"; path: string }
  | { kind: "import"; databaseUrl: string; uploadsFolder: string; id: string };

/** What it says at its end. `problem` is for the owner of the file; `error` is for us. */
export type Outcome = {
  inspection?: Inspection;
  problem?: string;
  error?: { message: string; code?: string; stack?: string };
};

async function run(job: Job): Promise<Outcome> {
  try {
    // Each kind loads its own half: a thread is started for every file, and somebody waits for it.
    if (job.kind === "inspect") {
      const { inspectFile } = await import("./inspect-file.ts");
      return { inspection: inspectFile(job.path) };
    }
    const { carryOut } = await import("./carry-out.ts");
    await carryOut(job.databaseUrl, job.uploadsFolder, job.id);
    return {};
  } catch (error) {
    if (error instanceof FileProblem) return { problem: error.message };
    const { message, code, stack } = error as Error & { code?: string };
    return { error: { message: String(message), ...(code && { code }), ...(stack && { stack }) } };
  }
}

parentPort?.postMessage(await run(workerData as Job));
