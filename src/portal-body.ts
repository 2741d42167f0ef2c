import type { IncomingMessage } from "node:http";
import { Refusal } from "#core/refusal.ts";

const MAX_BYTES = 1024 * 1024;
/** Stream into a file and count for themselves, once they know who sends. */
const UPLOADS = new Set(["/api/uploads", "/api/files"]);

/**
 * Refuses a body that Next would read into memory whatever its length, before it is known who sends it. What comes in
 * chunks does not say how long it is; browsers say it of everything that the portal sends.
 */
export function requireShortBody({ headers, url = "/" }: IncomingMessage): void {
  if (UPLOADS.has(url.split("?", 1)[0] ?? "")) return;
  if (headers["transfer-encoding"] === undefined && Number(headers["content-length"] ?? 0) <= MAX_BYTES) return;
  throw new Refusal("payload_too_large", "Send at most 1 MiB, and its Content-Length.");
}
