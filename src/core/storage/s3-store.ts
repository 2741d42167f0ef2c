import { Readable } from "node:stream";
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  type GetObjectCommandOutput,
  ListMultipartUploadsCommand,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import type { S3Config } from "../config.ts";
import { type ByteRange, ObjectMissing, type ObjectStore, requireKey } from "./object-store.ts";

/** S3 takes parts from 5 MiB up, and 10,000 of them: enough for the largest upload, and what one of them holds in memory. */
const PART_BYTES = 8 * 1024 * 1024;
/** What stores answer that know no list of begun uploads, or nothing of that one. */
const FORGIVEN = new Set(["NotImplemented", "MethodNotAllowed", "NoSuchUpload", "NoSuchKey"]);

/**
 * Objects in a bucket of an S3-compatible store. A small object is one request; a larger one goes up in parts while it
 * comes in, and is there once the last request has completed it.
 */
export function s3Store(config: S3Config): ObjectStore {
  const { bucket: Bucket, prefix } = config;
  const client = new S3Client({
    region: config.region,
    forcePathStyle: config.pathStyle,
    ...(config.endpoint && { endpoint: config.endpoint }),
    ...(config.credentials && { credentials: config.credentials }),
    maxAttempts: 3,
    // Stores other than Amazon's do not know the newer checksums; what matters is checked by the file's own SHA-256.
    requestChecksumCalculation: "WHEN_REQUIRED",
    responseChecksumValidation: "WHEN_REQUIRED",
    requestHandler: { connectionTimeout: 5000, socketTimeout: 120_000 },
  });
  const keyed = (key: string) => ({ Bucket, Key: prefix + requireKey(key) });

  async function putInParts(key: string, first: Buffer, parts: AsyncGenerator<Buffer>): Promise<void> {
    const { UploadId } = await client.send(new CreateMultipartUploadCommand(keyed(key)));
    const upload = { ...keyed(key), UploadId };
    try {
      const Parts: { ETag: string | undefined; PartNumber: number }[] = [];
      const send = async (Body: Buffer) => {
        const PartNumber = Parts.length + 1;
        const { ETag } = await client.send(new UploadPartCommand({ ...upload, PartNumber, Body }));
        Parts.push({ ETag, PartNumber });
      };
      await send(first);
      for await (const part of parts) await send(part);
      await client.send(new CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts } }));
    } catch (error) {
      // If this fails too, the removal that waits for every upload does it.
      await client.send(new AbortMultipartUploadCommand(upload)).catch(() => {});
      throw error;
    }
  }

  /** Parts that a process left which died: they cost as much as an object, and no list shows them. */
  async function abortUploads(key: string): Promise<void> {
    const { Key } = keyed(key);
    const { Uploads = [] } = await client.send(new ListMultipartUploadsCommand({ Bucket, Prefix: Key }));
    for (const { Key: found, UploadId } of Uploads)
      if (found === Key) await client.send(new AbortMultipartUploadCommand({ Bucket, Key, UploadId }));
  }

  return {
    async put(key, content) {
      const parts = inParts(content);
      const first = await parts.next();
      const body = first.done ? Buffer.alloc(0) : first.value;
      if (body.length === PART_BYTES) return putInParts(key, body, parts);
      // A source that fails after its last byte fails here, before anything is stored.
      for await (const more of parts) throw new Error(`A part of ${more.length} bytes after the last.`);
      await client.send(new PutObjectCommand({ ...keyed(key), Body: body, ContentLength: body.length }));
    },
    async open(key, range) {
      const Range = range && `bytes=${range.first}-${range.last}`;
      try {
        const answer = await client.send(new GetObjectCommand({ ...keyed(key), ...(Range && { Range }) }));
        return range ? cutOut(answer, range) : (answer.Body as Readable);
      } catch (error) {
        if ((error as Error).name === "NoSuchKey")
          throw new ObjectMissing("The object is not in the bucket.", { cause: error });
        throw error;
      }
    },
    async remove(key) {
      await client.send(new DeleteObjectCommand(keyed(key)));
      await abortUploads(key).catch((error: Error) => {
        if (!FORGIVEN.has(error.name)) throw error;
      });
    },
    close: () => client.destroy(),
  };
}

/** Some stores send more than the range that was asked for; a caller is told its length before, and gets no byte more. */
function cutOut(
  { Body, ContentRange = "", ContentLength }: GetObjectCommandOutput,
  { first, last }: ByteRange,
): Readable {
  const start = Number(/^bytes (\d+)-/.exec(ContentRange)?.[1] ?? 0);
  const length = last - first + 1;
  if (start === first && ContentLength === length) return Body as Readable;
  return Readable.from(part(Body as Readable, first - start, length), { objectMode: false });
}

async function* part(body: Readable, skip: number, length: number): AsyncGenerator<Buffer> {
  let at = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    const piece = chunk.subarray(Math.max(0, skip - at), Math.max(0, skip + length - at));
    at += chunk.length;
    if (piece.length > 0) yield piece;
    if (at >= skip + length) return;
  }
}

/** The same bytes in pieces of one size, the last one shorter; memory holds one of them. */
async function* inParts(content: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let part = Buffer.allocUnsafe(PART_BYTES);
  let filled = 0;
  for await (const chunk of content) {
    let taken = 0;
    while (taken < chunk.length) {
      const copied = chunk.copy(part, filled, taken);
      taken += copied;
      filled += copied;
      if (filled < PART_BYTES) continue;
      yield part;
      part = Buffer.allocUnsafe(PART_BYTES);
      filled = 0;
    }
  }
  if (filled > 0) yield part.subarray(0, filled);
}
