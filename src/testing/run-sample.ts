import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import path from "node:path";
import { expect } from "vitest";

type Sample = { label: string; code: string };

/** Node comes with the product; curl and Python are run wherever a reader's machine has them. */
const has = (program: string) => spawnSync(program, ["--version"]).status === 0;
const runners: Record<string, (file: string) => string[]> = {
  TypeScript: (file) => [process.execPath, file],
  ...(has("curl") && { curl: (file: string) => ["bash", file] }),
  ...(has("python3") && { Python: (file: string) => ["python3", file] }),
};
const endings: Record<string, string> = { curl: "sh", TypeScript: "mts", Python: "py" };

/** Those of the samples whose language is there. */
export const runnable = <S extends Sample>(samples: readonly S[]): S[] =>
  samples.filter(({ label }) => label in runners);

/** Runs a sample as it stands in a file of that folder, with its placeholders filled, and gives what it printed. */
export async function runSample(
  folder: string,
  { label, code }: Sample,
  values: Record<string, string> = {},
): Promise<string> {
  const file = path.join(folder, `sample.${endings[label]}`);
  let text = code;
  for (const [name, value] of Object.entries(values)) text = text.replaceAll(name, value);
  writeFileSync(file, text);
  const [program = "", ...args] = runners[label]?.(file) ?? [];
  const child: ChildProcess = spawn(program, args, { cwd: folder, env: { ...process.env, NODE_OPTIONS: "" } });
  let output = "";
  child.stdout?.on("data", (chunk) => (output += chunk));
  child.stderr?.on("data", (chunk) => (output += chunk));
  const status = await new Promise((resolve) => child.on("close", resolve));
  expect(status, `${label}: ${output}`).toBe(0);
  return output.trim();
}
