import { createHash, type Hash, timingSafeEqual } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { invalidField, Refusal } from "#core/refusal.ts";

const FIELDS = ["Content-Digest", "Repr-Digest"] as const;
type Algorithm = "sha-256" | "sha-512";
type Expected = { field: (typeof FIELDS)[number]; algorithm: Algorithm; value: Buffer };
const LENGTHS: Record<Algorithm, number> = { "sha-256": 32, "sha-512": 64 };

/** The checksums that an upload says it has (RFC 9530), and those of its body as it comes in. */
export type DigestFields = {
  /** Whether one of them is a SHA-512. */
  sha512: boolean;
  /** Refuses unless each is that of the body as a whole or that of the file in it. */
  verify(file: { sha256: Buffer; sha512: Buffer | null }): void;
};

/**
 * Reads both fields, and counts along with the body from here on. The RFC means the body of the request, the form with all
 * of its parts, which few clients can know before they have sent it; so the checksum of the file itself will do as well.
 * Either way no byte of the file can be another. Algorithms that are not known are as if they had not been sent.
 */
export function digestFields(request: IncomingMessage): DigestFields {
  const expected = FIELDS.flatMap((field) => parse(field, request.headers[field.toLowerCase()]));
  const hashes = new Map<Algorithm, Hash>();
  for (const { algorithm } of expected) hashes.set(algorithm, createHash(algorithm.replace("-", "")));
  if (hashes.size > 0)
    request.on("data", (chunk: Buffer) => {
      for (const hash of hashes.values()) hash.update(chunk);
    });
  return {
    sha512: hashes.has("sha-512"),
    verify(file) {
      const ofBody = new Map([...hashes].map(([algorithm, hash]) => [algorithm, hash.digest()]));
      for (const { field, algorithm, value } of expected) {
        const ofFile = algorithm === "sha-256" ? file.sha256 : file.sha512;
        if ([ofFile, ofBody.get(algorithm)].some((actual) => actual && timingSafeEqual(actual, value))) continue;
        throw invalidField(
          field,
          "digest_mismatch",
          `The ${algorithm} of what arrived is not the one in ${field}. Nothing was kept; send the file again.`,
        );
      }
    },
  };
}

/** A dictionary of byte sequences (RFC 9651 §3.2, §3.3.5), of which those are taken that can be checked. */
function parse(field: Expected["field"], sent: string | string[] | undefined): Expected[] {
  if (sent === undefined) return [];
  const found: Expected[] = [];
  for (const member of String(sent).split(",")) {
    const [, name, text] = /^\s*([a-z*][a-z0-9_\-.*]*)=:([A-Za-z0-9+/]*={0,2}):\s*$/.exec(member) ?? [];
    if (name === undefined || text === undefined)
      throw new Refusal("invalid_request", `${field} must have the form sha-256=:<base64>: (RFC 9530).`);
    if (name !== "sha-256" && name !== "sha-512") continue;
    const value = Buffer.from(text, "base64");
    if (value.length !== LENGTHS[name])
      throw new Refusal("invalid_request", `The ${name} in ${field} is not ${LENGTHS[name]} bytes in base64.`);
    found.push({ field, algorithm: name, value });
  }
  return found;
}
