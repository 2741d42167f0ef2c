import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { derivedSecret } from "./derived-secret.ts";

const IV_BYTES = 12;
const TAG_BYTES = 16;
const VERSION = "v1.";

/**
 * Encrypts what the product must be able to read again (AES-256-GCM, NIST SP 800-38D), under a key derived from the
 * installation's secret for `purpose` alone. What was sealed for one purpose does not open for another.
 */
export function seal(secret: string, purpose: string, text: string): string {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv("aes-256-gcm", keyFor(secret, purpose), iv);
  const body = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
  return VERSION + Buffer.concat([iv, cipher.getAuthTag(), body]).toString("base64url");
}

/** Opens what `seal` made. Throws if it was altered, sealed for another purpose, or under another secret. */
export function unseal(secret: string, purpose: string, sealed: string): string {
  if (!sealed.startsWith(VERSION)) throw new Error("Not something that was sealed here.");
  const bytes = Buffer.from(sealed.slice(VERSION.length), "base64url");
  if (bytes.length < IV_BYTES + TAG_BYTES) throw new Error("What was sealed is cut short.");
  const decipher = createDecipheriv("aes-256-gcm", keyFor(secret, purpose), bytes.subarray(0, IV_BYTES), {
    authTagLength: TAG_BYTES,
  });
  decipher.setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
  return Buffer.concat([decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES)), decipher.final()]).toString("utf8");
}

const keyFor = (secret: string, purpose: string) => Buffer.from(derivedSecret(secret, `seal ${purpose}`), "base64url");
