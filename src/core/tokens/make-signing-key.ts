import { createPublicKey, generateKeyPair, hash } from "node:crypto";
import { promisify } from "node:util";
import type { Db } from "#db/client.ts";
import { type PublicJwk, signingKeys } from "#db/schema/tokens.ts";
import { seal } from "../sealing.ts";

export const SIGNING_KEY_PURPOSE = "token signing key";
const BITS = 2048;

const generate = promisify(generateKeyPair);

/** Makes an RSA key that signs from `signsFrom` on. Its id is its thumbprint (RFC 7638). */
export async function makeSigningKey(db: Db, secret: string, signsFrom: Date): Promise<string> {
  const { privateKey } = await generate("rsa", { modulusLength: BITS });
  const { n = "", e = "" } = createPublicKey(privateKey).export({ format: "jwk" });
  const kid = hash("sha256", JSON.stringify({ e, kty: "RSA", n }), "base64url");
  const publicKey: PublicJwk = { kty: "RSA", n, e, kid, alg: "RS256", use: "sig" };
  const pem = privateKey.export({ type: "pkcs8", format: "pem" }) as string;
  await db.insert(signingKeys).values({
    kid,
    publicKey,
    sealedPrivateKey: seal(secret, SIGNING_KEY_PURPOSE, pem),
    signsFrom,
    neededUntil: signsFrom,
  });
  return kid;
}
