import path from "node:path";
import type { Config } from "../config.ts";
import { localStore } from "./local-store.ts";
import type { ObjectStore } from "./object-store.ts";

/** The store that the operator chose: a bucket, or else a folder beside the other data. */
export async function openStore({ s3, dataFolder }: Config): Promise<ObjectStore> {
  if (!s3) return localStore(path.join(dataFolder, "files"));
  // Read only where it is used: the client of S3 is larger than the rest of the server.
  const { s3Store } = await import("./s3-store.ts");
  return s3Store(s3);
}
