import { createReadStream } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import type { Source } from "#contract/source.ts";
import type { Runtime } from "#core/runtime.ts";
import type { Call } from "#core/verb.ts";
import { createSource } from "#domain/sources/create-source.ts";
import { getSource } from "#domain/sources/get-source.ts";
import { listSources } from "#domain/sources/list-sources.ts";
import { stageUpload } from "#domain/sources/stage-upload.ts";
import { waitForImport } from "#domain/sources/wait-for-import.ts";

/** Public data of the npm package vega-datasets, as it comes. */
const files: readonly {
  file: string;
  name: string;
  description: string;
  livemode: boolean;
  inProject?: boolean;
}[] = [
  {
    file: "airports.csv",
    name: "Airports",
    description: "Airports of the United States with their place.",
    livemode: true,
  },
  {
    file: "seattle-weather.csv",
    name: "Seattle weather",
    description: "Daily weather in Seattle, 2012 to 2015.",
    livemode: true,
  },
  { file: "movies.json", name: "Movies", description: "Films with budgets, grosses and ratings.", livemode: true },
  { file: "flights-20k.json", name: "Flights", description: "20,000 flights with delay and distance.", livemode: true },
  {
    file: "stocks.csv",
    name: "Stock prices",
    description: "Monthly closing prices of five companies.",
    livemode: true,
    inProject: true,
  },
  { file: "weather.csv", name: "Weather (test)", description: "For trying things out in test mode.", livemode: false },
];

const folder = fileURLToPath(new URL("../../node_modules/vega-datasets/data", import.meta.url));

/** Makes the sources that are not there yet, some of them in that project. Gives all of the demo's, by name. */
export async function makeSources(
  runtime: Runtime,
  call: (livemode: boolean) => Call,
  projectId: string,
): Promise<Map<string, Source>> {
  const made = new Map<string, Source>();
  for (const livemode of [true, false])
    for (const source of (await listSources(call(livemode), listSources.input.parse({ limit: 100 }))).data)
      made.set(source.name, source);
  for (const { file, name, description, livemode, inProject } of files) {
    if (made.has(name)) continue;
    const stream = createReadStream(path.join(folder, file));
    const upload = await stageUpload(call(livemode), { stream, fileName: file });
    const source = await createSource(call(livemode), {
      upload_id: upload.id,
      name,
      description,
      ...(inProject && { project_id: projectId }),
    });
    await waitForImport(runtime, source.id, 60_000);
    made.set(name, await getSource(call(livemode), { id: source.id }));
  }
  return made;
}
