import { hkdfSync } from "node:crypto";

/** A secret for one purpose, derived from the installation's (RFC 5869): 32 bytes, base64url. */
export const derivedSecret = (secret: string, purpose: string): string =>
  Buffer.from(hkdfSync("sha256", secret, "", `gatehouse ${purpose} v1`, 32)).toString("base64url");
