import { createHash, type Hash } from "node:crypto";
import type { Readable } from "node:stream";
import { and, eq, isNull, sql } from "drizzle-orm";
import { MAX_UPLOAD_BYTES } from "#contract/source-limits.ts";
import type { Db } from "#db/client.ts";
import { objectRemovals } from "#db/schema/files.ts";
import { newId } from "#lib/id.ts";
import { Refusal } from "../refusal.ts";
import { inTenant } from "../tenant.ts";
import type { Call } from "../verb.ts";
import { decideType, HEAD_BYTES } from "./decide-type.ts";
import { objectKey } from "./object-store.ts";
import { bytesLeft, quotaExceeded, roomOf } from "./room.ts";

/** A file on its way in. `stream` is destroyed if it is refused. */
export type IncomingObject = { stream: Readable; fileName: string; contentType: string | null };

/** An upload may take this long; what nothing has claimed by then is removed. Between both a slow store has its time. */
const RECEIVE_MINUTES = 15;
const CLAIM_MINUTES = 30;
/** Uploads of one organization at once: what they take is counted only once they are there. */
const UNDER_WAY = 20;

/** An object that lies in the store and is not yet anything: a transaction claims it, or it is removed. */
export class ReceivedObject {
  readonly id: string;
  readonly key: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly sha512: Buffer | null;
  readonly contentType: string;

  constructor(id: string, key: string, meter: Meter, contentType: string) {
    this.id = id;
    this.key = key;
    this.bytes = meter.bytes;
    this.sha256 = meter.sha256.digest("hex");
    this.sha512 = meter.sha512?.digest() ?? null;
    this.contentType = contentType;
  }
}

type Meter = { bytes: number; head: Buffer; sha256: Hash; sha512: Hash | null; cause: unknown };

/**
 * Takes the bytes of a file into the store, with their size, checksum and type on the way; memory stays flat and no
 * transaction is open. Before the first byte there is a row that will have the object removed, so whatever dies half-way
 * leaves nothing behind.
 */
export async function receiveObject(
  { runtime, principal }: Call,
  { stream, fileName, contentType }: IncomingObject,
  { sha512 = false }: { sha512?: boolean } = {},
): Promise<ReceivedObject> {
  const { orgId, user } = principal;
  const { db, config, store, log } = runtime;
  const id = newId("file");
  const key = objectKey(orgId, id);
  try {
    const left = await inTenant(db, { orgId, userId: user.id }, async (tx) => {
      const room = bytesLeft(await roomOf(tx, orgId, config));
      await beginRemoval(tx, orgId, key);
      return room;
    });
    const meter: Meter = {
      bytes: 0,
      head: Buffer.alloc(0),
      sha256: createHash("sha256"),
      sha512: sha512 ? createHash("sha512") : null,
      cause: undefined,
    };
    const deadline = setTimeout(() => stream.destroy(new TooSlow()), RECEIVE_MINUTES * 60_000);
    try {
      await store.put(key, metered(stream, meter, left, config.filesQuotaBytes ?? 0));
    } catch (error) {
      throw refusalOf(error, meter.cause);
    } finally {
      clearTimeout(deadline);
    }
    return new ReceivedObject(id, key, meter, await decideType(meter.head, contentType, fileName));
  } catch (error) {
    stream.destroy();
    await releaseObject(db, key).catch((err: unknown) => log.warn({ err }, "a broken upload is removed later"));
    throw error;
  }
}

/** Makes the object that of the caller's transaction. Refuses if it took so long that it was removed meanwhile. */
export async function claimObject(db: Db, { key }: ReceivedObject): Promise<void> {
  const [claimed] = await db
    .delete(objectRemovals)
    .where(and(eq(objectRemovals.key, key), isNull(objectRemovals.takenAt)))
    .returning({ key: objectRemovals.key });
  if (!claimed) throw new Refusal("unavailable", "The upload took too long. Send it again.", { retry_after: 1 });
}

/** Has an object removed soon that nothing claimed; does nothing to one that was claimed. */
export async function releaseObject(db: Db, key: string): Promise<void> {
  await db.update(objectRemovals).set({ dueAt: sql`now()` }).where(eq(objectRemovals.key, key));
}

async function beginRemoval(db: Db, orgId: string, key: string): Promise<void> {
  const [row] = await db
    .select({ count: sql<number>`count(*)::int` })
    .from(objectRemovals)
    .where(
      sql`${objectRemovals.key} > ${`${orgId}/`} and ${objectRemovals.key} < ${`${orgId}0`} and ${objectRemovals.dueAt} > now()`,
    );
  if ((row?.count ?? 0) >= UNDER_WAY)
    throw new Refusal("conflict", `${UNDER_WAY} uploads of the organization are under way. Wait until one has ended.`);
  await db.insert(objectRemovals).values({ key, dueAt: sql`now() + make_interval(mins => ${CLAIM_MINUTES})` });
}

class TooSlow extends Error {}

async function* metered(stream: Readable, meter: Meter, left: number, quota: number): AsyncGenerator<Buffer> {
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      meter.bytes += chunk.length;
      if (meter.bytes > MAX_UPLOAD_BYTES)
        throw new Refusal("payload_too_large", "The file is larger than 256 MiB. Split it.");
      if (meter.bytes > left) throw quotaExceeded(quota);
      meter.sha256.update(chunk);
      meter.sha512?.update(chunk);
      if (meter.head.length < HEAD_BYTES)
        meter.head = Buffer.concat([meter.head, chunk.subarray(0, HEAD_BYTES - meter.head.length)]);
      yield chunk;
    }
  } catch (error) {
    meter.cause = error;
    throw error;
  }
}

/** `cause` is what went wrong with the bytes that came; without it, the store is at fault. */
function refusalOf(error: unknown, cause: unknown): Refusal {
  if (cause instanceof Refusal) return cause;
  if (cause instanceof TooSlow)
    return new Refusal("invalid_request", `The upload took longer than ${RECEIVE_MINUTES} minutes.`, { cause });
  if (cause !== undefined) return new Refusal("invalid_request", "The upload was broken off.", { cause });
  const code = (error as NodeJS.ErrnoException).code ?? "";
  const detail = ["ENOSPC", "EDQUOT"].includes(code)
    ? "There is no room on the disk for the file."
    : "The file could not be stored right now.";
  return new Refusal("unavailable", detail, { retry_after: 60, cause: error });
}
