import type { MeteredRequest } from "./metered-request.ts";

/** What is kept of texts that a client chooses, in UTF-16 units; the rest is cut off. */
export const KEPT = { requestId: 80, method: 16, path: 2048, reason: 1000, ip: 64, userAgent: 512 } as const;

const MAX_INT32 = 2_147_483_647;
const MAX_TIME_MS = 8_640_000_000_000_000;

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what the COPY text format gives a meaning
const SPECIAL = /[\\\t\n\r\u0000]/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: the same, each of them
const EACH_SPECIAL = /[\\\t\n\r\u0000]/g;

/** Text cannot hold NUL in PostgreSQL, so the replacement character stands for it. */
const escapes: Record<string, string> = { "\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r", "\0": "\ufffd" };

function field(text: string, max: number): string {
  const kept = text.length > max ? cut(text, max) : text;
  return SPECIAL.test(kept) ? kept.replace(EACH_SPECIAL, (char) => escapes[char]!) : kept;
}

/** Never between the two halves of a character. */
function cut(text: string, max: number): string {
  const last = text.charCodeAt(max - 1);
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? max - 1 : max);
}

const whole = (value: number, max: number): number => (value > 0 ? Math.min(Math.trunc(value), max) : 0);

/**
 * One request as one line of PostgreSQL's COPY text format, in the order of `spoolColumns`: the loader hands the bytes
 * over as they lie in the file. A lone surrogate becomes U+FFFD when the line is turned into UTF-8.
 */
export function encodeEvent(e: MeteredRequest): string {
  return `${e.id}\t${field(e.requestId, KEPT.requestId)}\t${whole(e.timeMs, MAX_TIME_MS)}\t${e.orgId}\t${e.credentialId}\t${e.credentialKind}\t${e.userId}\t${e.role}\t${e.livemode ? "t" : "f"}\t${field(e.method, KEPT.method)}\t${field(e.path, KEPT.path)}\t${e.operation}\t${whole(e.status, 999)}\t${e.code}\t${field(e.reason, KEPT.reason)}\t${whole(e.durationUs, MAX_INT32)}\t${field(e.ip, KEPT.ip)}\t${field(e.userAgent, KEPT.userAgent)}\t${e.formerSecret ? "t" : "f"}\n`;
}

/** The columns of a line with their types in PostgreSQL. */
export const spoolColumns = {
  id: "text",
  request_id: "text",
  time_ms: "bigint",
  org_id: "text",
  credential_id: "text",
  credential_kind: "text",
  user_id: "text",
  role: "text",
  livemode: "boolean",
  method: "text",
  path: "text",
  operation: "text",
  status: "smallint",
  code: "text",
  reason: "text",
  duration_us: "integer",
  ip: "text",
  user_agent: "text",
  former_secret: "boolean",
} as const;

/** What a spool of an earlier version lacks at the end of each line, by the number of fields that the line has. */
const lacking: Record<number, string> = { 18: "\tf" };

/** The lines of a spool file as this version writes them, whichever version wrote them. */
export function currentLines(bytes: Buffer): Buffer {
  const first = bytes.subarray(0, bytes.indexOf(10)).toString("latin1");
  const missing = lacking[first.split("\t").length];
  if (missing === undefined) return bytes;
  return Buffer.from(bytes.toString("latin1").replaceAll("\n", `${missing}\n`), "latin1");
}
