import { listsTag } from "#core/freshness.ts";
import type { ByteRange } from "#core/storage/object-store.ts";

/** What of a representation is to be sent, by the conditions and the range of a request (RFC 9110 §13.2.2). */
export type Selected =
  | { status: 200 }
  | { status: 206; range: ByteRange }
  | { status: 304 }
  | { status: 412 }
  | { status: 416 };

type Headers = Record<string, string | string[] | undefined>;
type Representation = { bytes: number; etag: string; modifiedAt: Date };

/** `etag` is a strong one, with its quotes. */
export function selectContent(method: string, headers: Headers, { bytes, etag, modifiedAt }: Representation): Selected {
  const sent = (name: string) => (typeof headers[name] === "string" ? headers[name] : undefined);
  // Dates of HTTP have whole seconds.
  const modified = Math.floor(modifiedAt.getTime() / 1000) * 1000;
  const ifMatch = sent("if-match");
  if (ifMatch !== undefined) {
    if (!listsTag(ifMatch, etag, false)) return { status: 412 };
  } else {
    const since = Date.parse(sent("if-unmodified-since") ?? "");
    if (since < modified) return { status: 412 };
  }
  const ifNoneMatch = sent("if-none-match");
  if (ifNoneMatch !== undefined) {
    if (listsTag(ifNoneMatch, etag, true)) return { status: 304 };
  } else {
    const since = Date.parse(sent("if-modified-since") ?? "");
    if (since >= modified) return { status: 304 };
  }
  // Ranges are of GET alone (§14.2).
  const asked = method === "GET" ? sent("range") : undefined;
  if (asked === undefined || !isFresh(sent("if-range"), etag, modified)) return { status: 200 };
  return rangeOf(asked, bytes);
}

/** If-Range (§13.1.5): the very tag or the very date, or else the whole is sent. */
function isFresh(ifRange: string | undefined, etag: string, modified: number): boolean {
  if (ifRange === undefined) return true;
  return ifRange.includes('"') ? ifRange.trim() === etag : Date.parse(ifRange) === modified;
}

/**
 * One range is sent as a part. Several at once are answered with the whole, which the RFC allows (§14.2) and which costs
 * nobody more than it does to read it. What is no range of bytes is as if it had not been sent.
 */
function rangeOf(asked: string, size: number): Selected {
  const set = /^bytes=(.+)$/i.exec(asked.trim())?.[1];
  const specs = set?.split(",").map((spec) => /^(\d*)-(\d*)$/.exec(spec.trim())) ?? [];
  if (specs.length === 0 || !specs.every(isRange)) return { status: 200 };
  const ranges = specs.map(([, first, last]) => resolve(first as string, last as string, size));
  const [only, ...others] = ranges.filter((range) => range !== null);
  if (only === undefined) return { status: 416 };
  if (only === "whole" || others.length > 0 || specs.length > 1) return { status: 200 };
  return { status: 206, range: only };
}

/** `5-9`, `5-` or `-5`; the last byte is not before the first. */
function isRange(spec: RegExpExecArray | null): spec is RegExpExecArray {
  if (!spec) return false;
  const [, first = "", last = ""] = spec;
  if (first === "") return last !== "";
  return last === "" || BigInt(first) <= BigInt(last);
}

/** Null: no byte of it is there. The end of nothing is nothing, which no part can say: it is the whole. */
function resolve(first: string, last: string, size: number): ByteRange | "whole" | null {
  if (first === "") {
    const length = Number(last);
    if (length === 0) return null;
    return size === 0 ? "whole" : { first: Math.max(0, size - length), last: size - 1 };
  }
  if (Number(first) >= size) return null;
  return { first: Number(first), last: last === "" ? size - 1 : Math.min(Number(last), size - 1) };
}
