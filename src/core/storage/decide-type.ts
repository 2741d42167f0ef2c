import { isUtf8 } from "node:buffer";
import { fileTypeFromBuffer } from "file-type";

/** How much of a file is looked at. */
export const HEAD_BYTES = 4100;

const TYPE = /^[a-z0-9][a-z0-9!#$&^_.+-]{0,126}\/[a-z0-9][a-z0-9!#$&^_.+-]{0,126}$/;
/** What clients say who do not know. */
const UNKNOWN = new Set(["application/octet-stream", "binary/octet-stream", "application/x-www-form-urlencoded"]);
const TEXTUAL =
  /^text\/|[+/](?:json|xml|yaml|toml)$|^application\/(?:x-ndjson|jsonl|javascript|ecmascript|sql|x-sh|x-yaml|rtf|graphql|xml-dtd)$/;
/** What can be told by its first bytes: whoever says one of these about other bytes is not believed. */
const HAS_MAGIC = /^(?:image|audio|video|font)\/|^application\/(?:pdf|zip|gzip|x-7z-compressed|x-tar|wasm)$/;
/** Containers whose outside does not tell what is inside; what the client says of the inside is kept. */
const containers: Record<string, RegExp> = {
  "application/zip": /openxmlformats|opendocument|epub|java-archive|android|zip$|ms-xps|sketch/,
  "application/x-cfb": /ms-?word|ms-excel|ms-powerpoint|ms-outlook|visio/,
  "application/gzip": /gzip|x-tgz|x-tar|x-compressed/,
};
const byEnding: Record<string, string> = {
  csv: "text/csv",
  tsv: "text/tab-separated-values",
  json: "application/json",
  geojson: "application/geo+json",
  ndjson: "application/x-ndjson",
  md: "text/markdown",
  html: "text/html",
  htm: "text/html",
  svg: "image/svg+xml",
  xml: "application/xml",
  css: "text/css",
  js: "text/javascript",
  mjs: "text/javascript",
  yaml: "application/yaml",
  yml: "application/yaml",
  sql: "application/sql",
};

/**
 * The content type that a file is kept and served with: what its first bytes say where they say something, and what the
 * client declared where the bytes do not contradict it. Text in UTF-8 is marked as such.
 */
export async function decideType(head: Buffer, declared: string | null, fileName: string): Promise<string> {
  const plain = declared?.split(";", 1)[0]?.trim().toLowerCase() ?? "";
  const said = TYPE.test(plain) && !UNKNOWN.has(plain) ? plain : null;
  const found = await magicOf(head);
  if (found !== null) return said !== null && containers[found]?.test(said) ? said : found;
  if (!isText(head))
    return said !== null && !TEXTUAL.test(said) && !HAS_MAGIC.test(said) ? said : "application/octet-stream";
  const type = said !== null && TEXTUAL.test(said) ? finer(said, fileName) : textType(head, fileName, said !== null);
  return type.startsWith("text/") && isUtf8Start(head) ? `${type}; charset=utf-8` : type;
}

async function magicOf(head: Buffer): Promise<string | null> {
  // A format whose header goes on behind the head ends the look with an error; its beginning alone tells nothing then.
  const found = await fileTypeFromBuffer(head).catch(() => undefined);
  const type = found?.mime.split(";", 1)[0]?.toLowerCase();
  return type === undefined || TEXTUAL.test(type) ? null : type;
}

/** `text/plain` is also what a form means that says nothing (RFC 7578 §4.4): a name may tell more, but nothing that runs. */
function finer(said: string, fileName: string): string {
  const named = said === "text/plain" ? endingOf(fileName) : null;
  return named !== null && isPassive(named) ? named : said;
}

function endingOf(fileName: string): string | null {
  const ending = /\.([a-z0-9]{1,8})$/i.exec(fileName)?.[1]?.toLowerCase() ?? "";
  return Object.hasOwn(byEnding, ending) ? (byEnding[ending] ?? null) : null;
}

/** Text about which nobody said anything true: by its beginning if that would run in a browser, else by its ending. */
function textType(head: Buffer, fileName: string, contradicted: boolean): string {
  const start = head
    .toString("latin1", 0, 1024)
    .replace(/^\xef\xbb\xbf/, "")
    .trimStart()
    .toLowerCase();
  if (/^(?:<!doctype html|<html|<head|<body|<script|<iframe)/.test(start)) return "text/html";
  if (/^(?:<\?xml[^>]*>\s*)?(?:<!--[\s\S]*?-->\s*)*(?:<!doctype svg[^>]*>\s*)?<svg/.test(start)) return "image/svg+xml";
  if (contradicted) return "text/plain";
  return endingOf(fileName) ?? "text/plain";
}

/** No byte that text does not hold; UTF-16 is known by its mark. */
function isText(head: Buffer): boolean {
  if (head[0] === 0xff && head[1] === 0xfe) return true;
  if (head[0] === 0xfe && head[1] === 0xff) return true;
  return !head.some((byte) => byte < 32 && !(byte >= 9 && byte <= 13) && byte !== 27);
}

/** The last character may be cut off by the end of the head. */
function isUtf8Start(head: Buffer): boolean {
  if (head.length < HEAD_BYTES) return isUtf8(head);
  return [0, 1, 2, 3].some((cut) => isUtf8(head.subarray(0, head.length - cut)));
}

/** What a browser may show in its place: it runs nothing and fetches nothing. Everything else is a download. */
export const isPassive = (contentType: string): boolean =>
  /^(?:image\/(?:png|jpeg|gif|webp|avif)|text\/(?:plain|csv|tab-separated-values|markdown)|application\/(?:json|x-ndjson)|audio\/\w+|video\/\w+)(?:;|$)/.test(
    contentType,
  );
