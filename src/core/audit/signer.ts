import { createPrivateKey, createPublicKey, hkdfSync, sign, verify } from "node:crypto";

/** PKCS #8 header of an Ed25519 private key (RFC 8410 §7); the 32 bytes of the seed follow. */
const PKCS8_ED25519 = Buffer.from("302e020100300506032b657004220420", "hex");

export type AuditSigner = {
  sign(text: string): string;
  verify(text: string, signature: string): boolean;
  /** SPKI, PEM: enough to verify an export offline. */
  publicKeyPem: string;
};

/** Signs the heads of audit chains with an Ed25519 key that is derived from the installation's secret. */
export function auditSigner(secret: string): AuditSigner {
  const seed = Buffer.from(hkdfSync("sha256", secret, "", "gatehouse audit signing v1", 32));
  const key = createPrivateKey({ key: Buffer.concat([PKCS8_ED25519, seed]), format: "der", type: "pkcs8" });
  const publicKey = createPublicKey(key);
  return {
    sign: (text) => sign(null, Buffer.from(text), key).toString("base64url"),
    verify: (text, signature) => verify(null, Buffer.from(text), publicKey, Buffer.from(signature, "base64url")),
    publicKeyPem: publicKey.export({ format: "pem", type: "spki" }).toString(),
  };
}
