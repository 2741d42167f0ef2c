import { mkdtemp, rm } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import S3rver from "s3rver";
import type { S3Config } from "#core/config.ts";

/** A server of the S3 protocol with an empty bucket, on a port of its own. */
export async function startS3(): Promise<{ config: S3Config; stop(): Promise<void> }> {
  const directory = await mkdtemp(path.join(tmpdir(), "gatehouse-s3-"));
  const server = new S3rver({
    address: "127.0.0.1",
    port: 0,
    silent: true,
    directory,
    configureBuckets: [{ name: "files", configs: [] }],
  });
  const { port } = (await server.run()) as AddressInfo;
  return {
    config: {
      bucket: "files",
      region: "us-east-1",
      endpoint: `http://127.0.0.1:${port}`,
      credentials: { accessKeyId: "S3RVER", secretAccessKey: "S3RVER" },
      pathStyle: true,
      prefix: "gatehouse/",
    },
    async stop() {
      await server.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** Another such server, for whoever has one: `TEST_S3_ENDPOINT` with the bucket `files`, open to any key. */
export const givenS3 = (): S3Config | null => {
  const endpoint = process.env.TEST_S3_ENDPOINT;
  if (!endpoint) return null;
  const credentials = { accessKeyId: "test", secretAccessKey: "test" };
  return { bucket: "files", region: "us-east-1", endpoint, credentials, pathStyle: true, prefix: "" };
};
