import { createReadStream } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import type { Call } from "#core/verb.ts";
import { createFile } from "#domain/files/create-file.ts";
import { listFiles } from "#domain/files/list-files.ts";
import { receiveFile } from "#domain/files/receive-file.ts";

/** Public data of the npm package vega-datasets, as it comes. */
const files: readonly { file: string; description?: string; livemode?: false; inProject?: true }[] = [
  { file: "us-10m.json", description: "Borders of the counties and states, as TopoJSON." },
  { file: "londonTubeLines.json", description: "The lines of the Tube, as TopoJSON." },
  { file: "flights-200k.arrow", description: "200,000 flights in columns, as Arrow." },
  { file: "unemployment.tsv" },
  { file: "gimp.png" },
  { file: "ffox.png" },
  { file: "budgets.json", description: "Planned and actual budgets by year.", inProject: true },
  { file: "co2-concentration.csv", inProject: true },
  { file: "7zip.png", description: "For trying things out in test mode.", livemode: false },
];

const folder = fileURLToPath(new URL("../../node_modules/vega-datasets/data", import.meta.url));

/** Uploads the files that are not there yet, some of them into that project. */
export async function makeFiles(call: (livemode: boolean) => Call, projectId: string): Promise<void> {
  const there = new Set<string>();
  for (const livemode of [true, false])
    for (const { name } of (await listFiles(call(livemode), listFiles.input.parse({ limit: 100 }))).data)
      there.add(name);
  for (const { file, description, livemode = true, inProject } of files) {
    if (there.has(file)) continue;
    const stream = createReadStream(path.join(folder, file));
    const received = await receiveFile(call(livemode), { stream, fileName: file, contentType: null });
    await createFile(call(livemode), {
      ...received,
      ...(description && { description }),
      ...(inProject && { project_id: projectId }),
    });
  }
}
