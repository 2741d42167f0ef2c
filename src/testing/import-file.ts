import { Readable } from "node:stream";
import type { ColumnChoice, Source } from "#contract/source.ts";
import type { Principal } from "#core/principal.ts";
import { createSource } from "#domain/sources/create-source.ts";
import { getSource } from "#domain/sources/get-source.ts";
import { stageUpload } from "#domain/sources/stage-upload.ts";
import { waitForImport } from "#domain/sources/wait-for-import.ts";
import { PATIENCE_MS } from "./patience.ts";
import type { World } from "./world.ts";

type Options = { fileName?: string; name?: string; columns?: ColumnChoice[]; projectId?: string };

/** Uploads a file and waits until it is a source, ready or failed. */
export async function importFile(
  world: World,
  principal: Principal,
  content: string | Buffer | Readable,
  { fileName = "data.csv", name = "Data", columns, projectId }: Options = {},
): Promise<Source> {
  const call = world.call(principal);
  const stream = content instanceof Readable ? content : Readable.from([Buffer.from(content)]);
  const upload = await stageUpload(call, { stream, fileName });
  const made = await createSource(call, {
    upload_id: upload.id,
    name,
    ...(columns && { columns }),
    ...(projectId && { project_id: projectId }),
  });
  await waitForImport(world.runtime, made.id, PATIENCE_MS);
  return getSource(call, { id: made.id });
}
