import type { Readable } from "node:stream";

/** Bytes of an object, counted from 0, both ends included. */
export type ByteRange = { first: number; last: number };

/** Where the bytes of files lie. Keys are made by the product alone, never of what a caller wrote. */
export type ObjectStore = {
  /** Takes all of `content` as a new object: there is the whole object afterwards, or, if it rejects, none. */
  put(key: string, content: AsyncIterable<Buffer>): Promise<void>;
  /** The object or a part of it. Rejects before the first byte if there is none. */
  open(key: string, range?: ByteRange): Promise<Readable>;
  /** Removes an object and whatever a broken upload left of it. One that is not there is removed already. */
  remove(key: string): Promise<void>;
  close(): void;
};

/** `<organization>/<file>`. */
export const objectKey = (orgId: string, fileId: string): string => `${orgId}/${fileId}`;

const KEY = /^org_[0-9a-z]{26}\/file_[0-9a-z]{26}$/;

/** A key of any other form would be a bug of ours, and could lead out of the folder. */
export function requireKey(key: string): string {
  if (!KEY.test(key)) throw new Error("This is no key of an object.");
  return key;
}

export class ObjectMissing extends Error {
  override readonly name = "ObjectMissing";
}
